/** The port of the offline Discord: HTTP and websockets on Jetty around {@code dev.acord.sim.discord.protocol}. */
@NullMarked
package dev.acord.sim.discord.net;

import org.jspecify.annotations.NullMarked;
