package dev.acord.voice;

import java.util.Optional;

/** The transport encryption modes that the voice service accepts, in the order in which a client prefers them. */
public enum EncryptionMode {
    /** AES-256-GCM, RTP header size variant; offered where the server's processor is fast at it. */
    AES256_GCM("aead_aes256_gcm_rtpsize"),
    /** XChaCha20-Poly1305, RTP header size variant; always offered. */
    XCHACHA20_POLY1305("aead_xchacha20_poly1305_rtpsize");

    private final String wireName;

    EncryptionMode(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The mode's name in the voice gateway's messages.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Finds a mode by the name that the gateway uses.
     *
     * @param wireName the name in a message
     * @return the mode, or empty for a name that is not known
     */
    public static Optional<EncryptionMode> ofWireName(String wireName) {
        for (EncryptionMode mode : values()) {
            if (mode.wireName.equals(wireName)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
