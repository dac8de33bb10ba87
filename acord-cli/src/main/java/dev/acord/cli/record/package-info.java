/** {@code acord record}: records a call, and shows who spoke when. */
@NullMarked
package dev.acord.cli.record;

import org.jspecify.annotations.NullMarked;
