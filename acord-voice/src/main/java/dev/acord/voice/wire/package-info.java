/** The voice gateway's numbers: opcodes and close codes. */
@NullMarked
package dev.acord.voice.wire;

import org.jspecify.annotations.NullMarked;
