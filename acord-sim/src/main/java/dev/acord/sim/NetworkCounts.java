package dev.acord.sim;

import dev.acord.sim.network.LinkCounts;

/**
 * What the emulated network did, over all members, while it was emulated.
 *
 * @param datagramsUp datagrams from clients to the server
 * @param datagramsDown datagrams from the server to clients
 * @param messagesUp messages on websockets from clients to the server
 * @param messagesDown messages on websockets from the server to clients
 */
public record NetworkCounts(
        LinkCounts datagramsUp, LinkCounts datagramsDown, LinkCounts messagesUp, LinkCounts messagesDown) {}
