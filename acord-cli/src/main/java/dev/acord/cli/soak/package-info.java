/** {@code acord soak}: a call that goes on and on, and what it costs. */
@NullMarked
package dev.acord.cli.soak;

import org.jspecify.annotations.NullMarked;
