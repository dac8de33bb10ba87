/**
 * Discord without Discord, for the tests of bots: a main gateway, the REST calls that a bot needs, the embedded voice server, and people who
 * give commands, talk and listen. Begin with {@link dev.acord.sim.discord.OfflineDiscord}; {@code docs/testing-bots.md} shows how.
 */
@NullMarked
package dev.acord.sim.discord;

import org.jspecify.annotations.NullMarked;
