package dev.acord.audio.opus;

import static dev.acord.fuzz.Checks.check;
import static dev.acord.fuzz.Checks.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.Guarded;
import java.util.Arrays;

/** One Opus packet: what is said of it agrees, padding goes on and off without a trace, and decoding gives what was promised. */
class OpusPacketFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) throws OpusException {
        FuzzInput in = new FuzzInput(data);
        int more = in.u16() % 700;
        byte[] packet = in.rest();
        Guarded guarded = new Guarded(packet, 0);
        OpusFault fault = OpusPacket.check(guarded.array(), guarded.offset(), packet.length);
        int samples = OpusPacket.samples(guarded.array(), guarded.offset(), packet.length);
        if (fault != OpusFault.NONE) {
            refused(packet);
            return;
        }
        int frames = OpusPacket.frameCount(guarded.array(), guarded.offset(), packet.length);
        check(frames >= 1 && frames <= OpusPacket.MAX_FRAMES, () -> frames + " frames");
        check(
                samples == frames * OpusPacket.frameSamples(packet[0]),
                () -> samples + " samples of " + frames + " frames");
        check(samples <= OpusPacket.MAX_SAMPLES, () -> samples + " samples");
        padded(packet, more);
        decoded(packet, samples);
    }

    private static void refused(byte[] packet) {
        short[] pcm = new short[2 * OpusPacket.MAX_SAMPLES];
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            int frames = decoder.decode(packet, 0, packet.length, pcm, 0, OpusPacket.MAX_SAMPLES);
            throw new AssertionError(frames + " frames of a packet that is none");
        } catch (OpusException e) {
            check(e.getMessage() != null, () -> "an error without a message");
        }
    }

    private static void padded(byte[] packet, int more) throws OpusException {
        byte[] bare = packet.clone();
        int bareBytes = OpusPadding.unpad(bare, 0, bare.length);
        check(bareBytes >= 1 && bareBytes <= packet.length, () -> "unpadded to " + bareBytes + " bytes");
        Guarded guarded = new Guarded(Arrays.copyOf(bare, bareBytes), more);
        try {
            OpusPadding.pad(guarded.array(), guarded.offset(), bareBytes, bareBytes + more);
        } finally {
            guarded.verify();
        }
        byte[] padded = guarded.first(bareBytes + more);
        check(
                OpusPacket.check(padded, 0, padded.length) == OpusFault.NONE,
                () -> "padding by " + more + " made it " + OpusPacket.check(padded, 0, padded.length));
        check(
                OpusPacket.samples(padded, 0, padded.length) == OpusPacket.samples(packet, 0, packet.length),
                () -> "padding changed the duration");
        int again = OpusPadding.unpad(padded, 0, padded.length);
        same(Arrays.copyOf(bare, bareBytes), Arrays.copyOf(padded, again), "a packet, padded and unpadded,");
    }

    private static void decoded(byte[] packet, int samples) {
        short[] pcm = new short[2 * OpusPacket.MAX_SAMPLES];
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            int frames = decoder.decode(packet, 0, packet.length, pcm, 0, OpusPacket.MAX_SAMPLES);
            check(frames == samples, () -> frames + " frames instead of " + samples);
            if (OpusPacket.hasFec(packet, 0, packet.length)) {
                decoder.decodeFec(packet, 0, packet.length, pcm, 0, OpusPacket.frameSamples(packet[0]));
            }
        } catch (OpusException e) {
            check(e.getMessage() != null, () -> "an error without a message");
        }
    }
}
