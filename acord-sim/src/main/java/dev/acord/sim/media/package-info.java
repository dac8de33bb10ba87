/** The forwarding unit without its socket: datagrams in, datagrams out, and the checks of what clients send over UDP. */
@NullMarked
package dev.acord.sim.media;

import org.jspecify.annotations.NullMarked;
