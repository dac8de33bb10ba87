package dev.acord.voice.receive;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;

/** Damaged and hostile Opus packets, lost and out of order: samples for all of the time, and never an exception. */
class SpeechFuzzTest {
    private static final int MAX_STEPS = 60;
    private static final int BLOCK_FRAMES = 960;
    private static final int FRAMES_PER_MS = 48;

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        JitterBuffer buffer = new JitterBuffer(JitterOptions.DEFAULTS, 0);
        PacketScript script = new PacketScript(in, 0);
        short[] pcm = new short[2 * BLOCK_FRAMES];
        try (SpeechDecoder decoder = new SpeechDecoder(buffer)) {
            for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
                script.step(buffer);
                long nowNs = script.nowNs();
                int frames;
                do {
                    frames = decoder.read(nowNs, pcm, 0, BLOCK_FRAMES);
                } while (frames == BLOCK_FRAMES);
                long expected = nowNs / 1_000_000 * FRAMES_PER_MS;
                check(decoder.positionFrames() >= expected, () -> decoder.positionFrames() + " of " + expected);
            }
            ReceiveStats stats = decoder.stats();
            check(stats != null, () -> "no figures");
        }
    }
}
