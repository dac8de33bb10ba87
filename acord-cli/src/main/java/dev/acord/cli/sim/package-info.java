/** {@code acord sim}: the embedded voice server alone. */
@NullMarked
package dev.acord.cli.sim;

import org.jspecify.annotations.NullMarked;
