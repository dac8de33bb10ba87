package dev.acord.voice;

import dev.acord.dave.DaveIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a connection behaves. {@link #defaults()} fit a bot on Discord; {@link #builder()} changes single options.
 */
public final class VoiceOptions {
    private static final VoiceOptions DEFAULTS = builder().build();

    private final int gatewayVersion;
    private final List<EncryptionMode> modes;
    private final boolean plainWebsocket;
    private final @Nullable SSLContext sslContext;
    private final Duration connectTimeout;
    private final int connectAttempts;
    private final int resumeAttempts;
    private final Duration backoff;
    private final Duration updateGrace;
    private final int discoveryAttempts;
    private final int readAheadFrames;
    private final int queueAheadFrames;
    private final LossResponse lossResponse;
    private final boolean endToEndEncryption;
    private final Duration encryptionTimeout;
    private final DaveIdentity identity;

    private VoiceOptions(Builder builder) {
        gatewayVersion = builder.gatewayVersion;
        modes = List.copyOf(builder.modes);
        plainWebsocket = builder.plainWebsocket;
        sslContext = builder.sslContext;
        connectTimeout = builder.connectTimeout;
        connectAttempts = builder.connectAttempts;
        resumeAttempts = builder.resumeAttempts;
        backoff = builder.backoff;
        updateGrace = builder.updateGrace;
        discoveryAttempts = builder.discoveryAttempts;
        readAheadFrames = builder.readAheadFrames;
        queueAheadFrames = builder.queueAheadFrames;
        lossResponse = builder.lossResponse;
        endToEndEncryption = builder.endToEndEncryption;
        encryptionTimeout = builder.encryptionTimeout;
        identity = builder.identity == null ? DaveIdentity.generate() : builder.identity;
    }

    /**
     * The options that fit a bot on Discord.
     *
     * @return the defaults
     */
    public static VoiceOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Begins with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The voice gateway version asked for.
     *
     * @return 8 unless set
     */
    public int gatewayVersion() {
        return gatewayVersion;
    }

    /**
     * The transport encryption modes accepted, the preferred one first.
     *
     * @return AES-256-GCM, then XChaCha20-Poly1305, unless set
     */
    public List<EncryptionMode> modes() {
        return modes;
    }

    /**
     * Whether an endpoint that names no scheme is reached without TLS.
     *
     * @return false unless set
     */
    public boolean plainWebsocket() {
        return plainWebsocket;
    }

    /**
     * What TLS trusts.
     *
     * @return a context, or null for the Java runtime's trust store
     */
    public @Nullable SSLContext sslContext() {
        return sslContext;
    }

    /**
     * The time within which the first session must become ready, whatever is tried meanwhile, and each later attempt; also the deadline
     * of {@link GuildVoice#join}.
     *
     * @return 15 s unless set
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * How many sessions are tried in a row before the connection closes (at most 3 before the first has worked).
     *
     * @return 15 unless set: about a minute
     */
    public int connectAttempts() {
        return connectAttempts;
    }

    /**
     * How often a lost session is resumed in a row before a new one is begun.
     *
     * @return 5 unless set
     */
    public int resumeAttempts() {
        return resumeAttempts;
    }

    /**
     * The wait before a second attempt; later waits are longer, up to 32 times, and all are spread by chance.
     *
     * @return 250 ms unless set
     */
    public Duration backoff() {
        return backoff;
    }

    /**
     * How long to wait for {@link VoiceConnection#update} when only the main gateway can help.
     *
     * @return 30 s unless set
     */
    public Duration updateGrace() {
        return updateGrace;
    }

    /**
     * How often IP discovery is tried, with growing waits.
     *
     * @return 10 unless set
     */
    public int discoveryAttempts() {
        return discoveryAttempts;
    }

    /**
     * How many packets of a source that decodes, encodes or waits are read ahead.
     *
     * @return 25 (half a second) unless set
     */
    public int readAheadFrames() {
        return readAheadFrames;
    }

    /**
     * How many packets of an {@link dev.acord.audio.engine.AudioQueue}, or of another source that is
     * {@linkplain dev.acord.audio.AudioSource#isBuffered() buffered} by itself, are read ahead: volume, filters, skips and seeks are heard that
     * much later. A queue's tracks are read ahead below it, so that slow files and downloads do not need more.
     *
     * @return 2 (40 ms) unless set
     */
    public int queueAheadFrames() {
        return queueAheadFrames;
    }

    /**
     * What encoders do when receivers report that packets are lost.
     *
     * @return {@link LossResponse#AUTOMATIC} unless set
     */
    public LossResponse lossResponse() {
        return lossResponse;
    }

    /**
     * Whether end-to-end encryption (DAVE) is offered. Without it, the service refuses all calls but stage channels.
     *
     * @return true unless set
     */
    public boolean endToEndEncryption() {
        return endToEndEncryption;
    }

    /**
     * How long players wait, in a call with others, to be taken into its encrypted group. Then a new session is begun, and if it does
     * not help either, the connection closes.
     *
     * @return 30 s unless set
     */
    public Duration encryptionTimeout() {
        return encryptionTimeout;
    }

    /**
     * The key pair by which others can recognise this client.
     *
     * @return a new one for these options unless set
     */
    public DaveIdentity identity() {
        return identity;
    }

    /** Sets options; not thread safe. */
    public static final class Builder {
        private int gatewayVersion = 8;
        private List<EncryptionMode> modes = List.of(EncryptionMode.values());
        private boolean plainWebsocket;
        private @Nullable SSLContext sslContext;
        private Duration connectTimeout = Duration.ofSeconds(15);
        private int connectAttempts = 15;
        private int resumeAttempts = 5;
        private Duration backoff = Duration.ofMillis(250);
        private Duration updateGrace = Duration.ofSeconds(30);
        private int discoveryAttempts = 10;
        private int readAheadFrames = 25;
        private int queueAheadFrames = 2;
        private LossResponse lossResponse = LossResponse.AUTOMATIC;
        private boolean endToEndEncryption = true;
        private Duration encryptionTimeout = Duration.ofSeconds(30);
        private @Nullable DaveIdentity identity;

        private Builder() {}

        /**
         * Sets the gateway version.
         *
         * @param version 4 to 9
         * @return this
         */
        public Builder gatewayVersion(int version) {
            gatewayVersion = within(version, 4, 9, "gatewayVersion");
            return this;
        }

        /**
         * Sets the encryption modes.
         *
         * @param accepted at least one, the preferred one first
         * @return this
         */
        public Builder modes(EncryptionMode... accepted) {
            within(accepted.length, 1, 16, "number of modes");
            modes = List.of(accepted);
            return this;
        }

        /**
         * Reaches endpoints that name no scheme without TLS.
         *
         * @param plain true for {@code ws://}
         * @return this
         */
        public Builder plainWebsocket(boolean plain) {
            plainWebsocket = plain;
            return this;
        }

        /**
         * Sets what TLS trusts. Host names are verified in any case, unless the context's own trust manager leaves it.
         *
         * @param context a context
         * @return this
         */
        public Builder sslContext(SSLContext context) {
            sslContext = context;
            return this;
        }

        /**
         * Sets the time within which a session must become ready.
         *
         * @param timeout more than 0
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive(timeout, "connectTimeout");
            return this;
        }

        /**
         * Sets how many sessions are tried in a row.
         *
         * @param attempts 1 to 1000
         * @return this
         */
        public Builder connectAttempts(int attempts) {
            connectAttempts = within(attempts, 1, 1_000, "connectAttempts");
            return this;
        }

        /**
         * Sets how often a session is resumed in a row.
         *
         * @param attempts 0 (never) to 1000
         * @return this
         */
        public Builder resumeAttempts(int attempts) {
            resumeAttempts = within(attempts, 0, 1_000, "resumeAttempts");
            return this;
        }

        /**
         * Sets the wait before a second attempt.
         *
         * @param wait more than 0
         * @return this
         */
        public Builder backoff(Duration wait) {
            backoff = positive(wait, "backoff");
            return this;
        }

        /**
         * Sets how long to wait for the main gateway.
         *
         * @param grace more than 0
         * @return this
         */
        public Builder updateGrace(Duration grace) {
            updateGrace = positive(grace, "updateGrace");
            return this;
        }

        /**
         * Sets how often IP discovery is tried.
         *
         * @param attempts 1 to 16
         * @return this
         */
        public Builder discoveryAttempts(int attempts) {
            discoveryAttempts = within(attempts, 1, 16, "discoveryAttempts");
            return this;
        }

        /**
         * Sets how far sources are read ahead.
         *
         * @param frames 2 to 3000 packets
         * @return this
         */
        public Builder readAheadFrames(int frames) {
            readAheadFrames = within(frames, 2, 3_000, "readAheadFrames");
            return this;
        }

        /**
         * Sets how far queues are read ahead. More rides out a machine that is too busy to encode every 20 ms.
         *
         * @param frames 2 to 50 packets
         * @return this
         */
        public Builder queueAheadFrames(int frames) {
            queueAheadFrames = within(frames, 2, 50, "queueAheadFrames");
            return this;
        }

        /**
         * Sets what encoders do when receivers report that packets are lost.
         *
         * @param response what they do
         * @return this
         */
        public Builder lossResponse(LossResponse response) {
            lossResponse = Objects.requireNonNull(response);
            return this;
        }

        /**
         * Sets whether end-to-end encryption is offered.
         *
         * @param offered false for servers that are known not to have it
         * @return this
         */
        public Builder endToEndEncryption(boolean offered) {
            endToEndEncryption = offered;
            return this;
        }

        /**
         * Sets how long to wait to be taken into the call's encrypted group.
         *
         * @param timeout more than 0
         * @return this
         */
        public Builder encryptionTimeout(Duration timeout) {
            encryptionTimeout = positive(timeout, "encryptionTimeout");
            return this;
        }

        /**
         * Sets the key pair by which others can recognise this client, for verification codes that stay the same.
         *
         * @param keyPair a key pair, usually from a file
         * @return this
         */
        public Builder identity(DaveIdentity keyPair) {
            identity = keyPair;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         */
        public VoiceOptions build() {
            return new VoiceOptions(this);
        }

        private static int within(int value, int min, int max, String name) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be more than 0, not " + value);
            }
            return value;
        }
    }
}
