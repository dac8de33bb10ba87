/** {@code acord session}: one voice connection for any program, driven by JSON lines. */
@NullMarked
package dev.acord.cli.session;

import org.jspecify.annotations.NullMarked;
