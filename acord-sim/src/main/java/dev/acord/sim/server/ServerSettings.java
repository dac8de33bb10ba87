package dev.acord.sim.server;

import dev.acord.sim.dave.DaveSettings;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.HubSettings;
import dev.acord.sim.media.RelaySettings;
import dev.acord.sim.network.NetworkConditions;
import org.jspecify.annotations.Nullable;

/**
 * Everything a server is made from.
 *
 * @param host the address to listen on
 * @param plain whether there is a port without TLS
 * @param wsPort that port, or 0 for a free one
 * @param secure whether there is a port with TLS
 * @param wssPort that port, or 0 for a free one
 * @param udpPort the UDP port, or 0 for a free one
 * @param hub the gateway's settings; its UDP address is filled in at the start
 * @param relay the forwarding unit's settings
 * @param dave the settings of end-to-end encryption
 * @param otherDave makes other delivery services instead; null for those of these settings
 * @param networkUp the network from clients to the server
 * @param networkDown the network from the server to clients
 * @param seed of all randomness
 * @param keepViolations how many violations are kept whole
 * @param maxTextBytes the longest text message
 * @param maxBinaryBytes the longest binary message
 */
public record ServerSettings(
        String host,
        boolean plain,
        int wsPort,
        boolean secure,
        int wssPort,
        int udpPort,
        HubSettings hub,
        RelaySettings relay,
        DaveSettings dave,
        DaveService.@Nullable Factory otherDave,
        NetworkConditions networkUp,
        NetworkConditions networkDown,
        long seed,
        int keepViolations,
        int maxTextBytes,
        int maxBinaryBytes) {}
