/** {@code acord doctor}: whether this machine can carry calls, and what to do where it cannot. */
@NullMarked
package dev.acord.cli.doctor;

import org.jspecify.annotations.NullMarked;
