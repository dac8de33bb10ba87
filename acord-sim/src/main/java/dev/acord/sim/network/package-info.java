/**
 * A bad network, on demand: what becomes of datagrams ({@link dev.acord.sim.network.DatagramLink}) and of the messages of a websocket
 * ({@link dev.acord.sim.network.StreamLink}) under {@link dev.acord.sim.network.NetworkConditions}, and a schedule of faults of the server
 * ({@link dev.acord.sim.network.FaultPlan}).
 *
 * <p>Without clock, socket, thread or random source of its own: the time goes in as {@code nowNs}, nanoseconds of any one clock that is
 * never negative and does not go back, and randomness as a generator. With the same seed and the same calls everything repeats, byte by
 * byte. So the same classes run on a virtual clock and around the sockets of a {@link dev.acord.sim.VoiceServer}.
 */
@NullMarked
package dev.acord.sim.network;

import org.jspecify.annotations.NullMarked;
