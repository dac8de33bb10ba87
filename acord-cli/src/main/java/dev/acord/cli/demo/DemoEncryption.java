package dev.acord.cli.demo;

import dev.acord.sim.ReceivedPacket;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.EncryptionState;
import dev.acord.voice.VoiceConnection;
import java.util.Arrays;

/**
 * The end-to-end encryption of a demonstration's call.
 *
 * @param state what the playing member knows
 * @param sameForBoth whether both members have the same privacy code
 * @param verificationCode the code of the pair; empty without encryption
 * @param encryptedFrames audio packets in which the server saw an encrypted frame, of the last ones that it kept
 * @param plainFrames those in which it saw another
 */
record DemoEncryption(
        EncryptionState state, boolean sameForBoth, String verificationCode, long encryptedFrames, long plainFrames) {
    /** How a protocol frame ends. */
    private static final int MARKER = 0xFA;

    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    static DemoEncryption of(VoiceServer server, VoiceConnection player, VoiceConnection listener) {
        EncryptionState state = player.encryption();
        long encrypted = 0;
        long plain = 0;
        for (ReceivedPacket packet : server.received(player.userId())) {
            byte[] payload = packet.payload();
            if (Arrays.equals(payload, SILENCE)) {
                continue;
            }
            if (endsWithMarker(payload)) {
                encrypted++;
            } else {
                plain++;
            }
        }
        String code = state.epoch() == 0
                ? ""
                : player.verificationCode(listener.userId()).join();
        boolean same = state.privacyCode().equals(listener.privacyCode());
        return new DemoEncryption(state, same, code, encrypted, plain);
    }

    private static boolean endsWithMarker(byte[] payload) {
        int end = payload.length;
        return end > 2 && (payload[end - 1] & 0xFF) == MARKER && (payload[end - 2] & 0xFF) == MARKER;
    }

    /** Whether something that should have been encrypted was not; the packets themselves decide. */
    boolean isBroken() {
        return state.version() > 0 && (!state.ready() || !sameForBoth || plainFrames > 0);
    }

    /** Version, epoch and what crossed. */
    String summary() {
        if (state.version() == 0) {
            return "none end to end";
        }
        return "DAVE version " + state.version() + ", epoch " + state.epoch() + ", " + encryptedFrames
                + " frames crossed encrypted, " + plainFrames + " plain";
    }
}
