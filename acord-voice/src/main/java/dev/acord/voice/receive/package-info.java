/**
 * From received Opus packets to continuous audio, without I/O: jitter buffer, loss concealment, conversion, mixing, and when somebody
 * speaks. Packets and times come in as arguments; nothing here has a thread, a socket or a clock.
 *
 * <p>The order of things for one user:
 *
 * <ol>
 *   <li>the network side gives every packet to {@link dev.acord.voice.receive.JitterBuffer#put};
 *   <li>a timer, every 20 ms, calls {@link dev.acord.voice.receive.SpeechDecoder#read} (or {@link
 *       dev.acord.voice.receive.JitterBuffer#poll} for Opus packets instead of samples);
 *   <li>a {@link dev.acord.voice.receive.SpeechConverter} brings the samples to the form that is wanted, a {@link
 *       dev.acord.voice.receive.SpeechMixer} adds up several users.
 * </ol>
 *
 * <p>A recorder that has the arrival times does the same afterwards, in virtual time. No class here is thread safe: the caller makes sure
 * that one thread at a time uses what belongs to one user, with a lock or a queue between network and timer.
 */
@NullMarked
package dev.acord.voice.receive;

import org.jspecify.annotations.NullMarked;
