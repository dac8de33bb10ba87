package dev.acord.sim.virtual;

import java.time.Duration;

/**
 * How a simulated server behaves.
 *
 * @param heartbeatInterval what it asks of clients
 * @param maxDaveVersion 0 for calls without end-to-end encryption, or 1
 * @param resumeWindow how long a session waits for its client
 * @param transitionTimeout how long a transition of the encryption waits for members that are not ready
 * @param decorate whether forwarded packets get a header extension and padding, as those of the service have
 */
public record VirtualServerOptions(
        Duration heartbeatInterval,
        int maxDaveVersion,
        Duration resumeWindow,
        Duration transitionTimeout,
        boolean decorate) {
    /** As the embedded server on real sockets. */
    public static final VirtualServerOptions DEFAULTS =
            new VirtualServerOptions(Duration.ofMillis(13_750), 1, Duration.ofMinutes(1), Duration.ofSeconds(2), true);

    /**
     * The same with another version of the end-to-end encryption.
     *
     * @param version 0 or 1
     * @return new options
     */
    public VirtualServerOptions withMaxDaveVersion(int version) {
        return new VirtualServerOptions(heartbeatInterval, version, resumeWindow, transitionTimeout, decorate);
    }
}
