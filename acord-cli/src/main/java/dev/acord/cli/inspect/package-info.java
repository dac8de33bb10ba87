/** {@code acord inspect}: what an audio file contains. */
@NullMarked
package dev.acord.cli.inspect;

import org.jspecify.annotations.NullMarked;
