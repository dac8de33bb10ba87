package dev.acord.voice.gateway;

import dev.acord.voice.EncryptionMode;
import java.util.List;

/**
 * How a {@link GatewaySession} behaves.
 *
 * @param gatewayVersion the version asked for; 8 is the one this project is made for
 * @param daveVersion the highest DAVE protocol version offered; 0 offers none
 * @param modes the encryption modes to accept, the preferred one first
 * @param plainWebsocket whether an endpoint without a scheme is reached without TLS
 * @param stageTimeoutNs the time from the beginning of an attempt until it must be ready
 * @param freshAttempts how often a new session is tried in a row before giving up, at least 1
 * @param resumeAttempts how often resuming is tried before a new session is
 * @param backoffNs the wait before a second attempt; doubled for each later one, up to 16 times
 * @param updateGraceNs how long to wait for a new session from the main gateway
 */
public record GatewayConfig(
        int gatewayVersion,
        int daveVersion,
        List<EncryptionMode> modes,
        boolean plainWebsocket,
        long stageTimeoutNs,
        int freshAttempts,
        int resumeAttempts,
        long backoffNs,
        long updateGraceNs) {}
