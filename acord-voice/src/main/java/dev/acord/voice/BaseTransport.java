package dev.acord.voice;

/**
 * What works with a connection's audio: players send, receivers receive. Closing one leaves the connection open.
 */
public abstract class BaseTransport implements AutoCloseable {
    private final VoiceConnection connection;

    /**
     * Makes a transport.
     *
     * @param connection the connection it works with
     */
    protected BaseTransport(VoiceConnection connection) {
        this.connection = connection;
    }

    /**
     * The connection it works with.
     *
     * @return the connection
     */
    public final VoiceConnection connection() {
        return connection;
    }

    /**
     * Sends one Opus packet, with an RTP header and speaking flags.
     *
     * @param opus an Opus packet; copied
     * @param samplesPerFrame its duration in samples per channel at 48 kHz
     * @param speakingFlags 1 microphone, 2 soundshare, 4 priority, added up
     * @return false when two seconds of packets are already waiting
     */
    public boolean send(byte[] opus, int samplesPerFrame, int speakingFlags) {
        if (speakingFlags != connection.speakingFlags()) {
            connection.changeSpeakingState(speakingFlags, 0);
        }
        return connection.sendAudioPacket(opus, samplesPerFrame);
    }

    /** Ends this transport. Idempotent. */
    @Override
    public abstract void close();

    /** Forgets what has been gathered: a receiver its waiting frames, a player its position. */
    public abstract void cleanup();
}
