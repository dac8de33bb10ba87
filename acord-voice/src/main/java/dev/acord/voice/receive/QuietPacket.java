package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusPacket;

/** Packets without sound, which senders put at the end of speech. */
final class QuietPacket {

    /** An Opus packet of at most this many bytes has no sound in it: discontinuous transmission (RFC 7587 section 3.1.3). */
    private static final int DTX_BYTES = 2;

    private QuietPacket() {}

    /** Whether a packet is the silence frame {@code F8 FF FE}, or one of discontinuous transmission. */
    static boolean matches(byte[] packet, int offset, int length) {
        return length <= DTX_BYTES || OpusPacket.isSilence(packet, offset, length);
    }
}
