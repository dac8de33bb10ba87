/**
 * The media half of DAVE version 1: key ratchets, the layout of protocol frames, and the encryption and decryption of frames in place.
 *
 * <p>Nothing in here reads a clock, a socket, a thread or a random source: times come in as {@code nowNs} ({@link System#nanoTime} or any
 * other clock that never goes back), and secrets come from the MLS group's exporter.
 */
@NullMarked
package dev.acord.dave.media;

import org.jspecify.annotations.NullMarked;
