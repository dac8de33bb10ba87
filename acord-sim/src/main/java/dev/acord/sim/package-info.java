/** The embedded voice server and its JUnit extension. */
@NullMarked
package dev.acord.sim;

import org.jspecify.annotations.NullMarked;
