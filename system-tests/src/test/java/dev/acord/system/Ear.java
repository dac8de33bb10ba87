package dev.acord.system;

import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import java.util.ArrayList;
import java.util.List;

/** Collects what a member hears. */
final class Ear {
    private static final List<Byte> SILENCE = List.of((byte) 0xF8, (byte) 0xFF, (byte) 0xFE);

    private final BaseReceiver receiver;

    Ear(VoiceConnection connection) {
        receiver = new BaseReceiver(connection, 100_000);
    }

    /** Waits for frames until the silence after them has come, or nothing more comes. */
    List<VoiceFrame> hear(int framesAndSilence) throws InterruptedException {
        List<VoiceFrame> heard = new ArrayList<>();
        while (heard.size() < framesAndSilence) {
            VoiceFrame frame = receiver.receive(Call.PATIENCE);
            if (frame == null) {
                return heard;
            }
            heard.add(frame);
        }
        return heard;
    }

    static List<List<Byte>> withoutSilence(List<VoiceFrame> frames) {
        return frames.stream()
                .map(frame -> NumberedFrames.bytes(frame.opus(), frame.opusLength()))
                .filter(opus -> !opus.equals(SILENCE))
                .toList();
    }
}
