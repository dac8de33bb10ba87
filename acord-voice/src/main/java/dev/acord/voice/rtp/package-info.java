/**
 * RTP, transport encryption and IP discovery over UDP, without I/O: bytes and a time in, bytes and results out. Not for users of the
 * library.
 */
@NullMarked
package dev.acord.voice.rtp;

import org.jspecify.annotations.NullMarked;
