package dev.acord.sim.media;

/** A key under which a member sends, and the nonces that came under it. */
final class ReceiveKey {
    final TransportCipher cipher;
    final NonceAudit nonces = new NonceAudit();

    ReceiveKey(TransportCipher cipher) {
        this.cipher = cipher;
    }
}
