/** {@code acord play}: a real bot from the command line, through JDA. */
@NullMarked
package dev.acord.cli.play;

import org.jspecify.annotations.NullMarked;
