/** Discord's main gateway and REST interface for one guild and one bot, without I/O: messages, requests and the time in; actions out. */
@NullMarked
package dev.acord.sim.discord.protocol;

import org.jspecify.annotations.NullMarked;
