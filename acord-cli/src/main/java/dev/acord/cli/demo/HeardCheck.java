package dev.acord.cli.demo;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Holds what is heard against what was sent, packet by packet: every one must come, unchanged and in order; silence frames may stand
 * between. Packets wait here from when they are read to when they are heard, so its size is that of the read-ahead. Thread safe.
 */
final class HeardCheck {
    private static final int CHANNELS = 2;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final OpusDecoder decoder = OpusDecoder.create(CHANNELS);
    private final short[] pcm = new short[OpusPacket.MAX_SAMPLES * CHANNELS];
    private final PcmSamples samples = new PcmSamples();
    private byte firstToc;
    private int firstSamples;
    private long bytes;
    private long durationSamples;
    private long sent;
    private long matched;
    private long missing;
    private long foreign;
    private long silence;
    private int trailingSilence;

    /** A packet is about to be sent. */
    synchronized void sent(byte[] packet) {
        int duration = Math.max(0, OpusPacket.samples(packet, 0, packet.length));
        if (sent++ == 0) {
            firstToc = packet[0];
            firstSamples = duration;
        }
        bytes += packet.length;
        durationSamples += duration;
        waiting.add(packet);
    }

    /** A packet was heard. Returns whether it is silence that the source did not give: the sender's filling of a pause. */
    synchronized boolean heard(byte[] packet) {
        byte[] expected = waiting.peek();
        if (expected != null && Arrays.equals(expected, packet)) {
            matched++;
            take();
        } else if (OpusPacket.isSilence(packet, 0, packet.length)) {
            silence++;
            trailingSilence++;
            return true;
        } else if (isWaiting(packet)) {
            while (!Arrays.equals(waiting.element(), packet)) {
                missing++;
                take();
            }
            matched++;
            take();
        } else {
            foreign++;
        }
        trailingSilence = 0;
        return false;
    }

    /** Nothing more will be heard: what still waits is missing. */
    synchronized void end() {
        while (!waiting.isEmpty()) {
            missing++;
            take();
        }
        decoder.close();
    }

    private boolean isWaiting(byte[] packet) {
        for (Iterator<byte[]> each = waiting.iterator(); each.hasNext(); ) {
            if (Arrays.equals(each.next(), packet)) {
                return true;
            }
        }
        return false;
    }

    /** What was sent is decoded in its order, whether it was heard or not. */
    private void take() {
        byte[] packet = waiting.remove();
        if (samples.isFull()) {
            return;
        }
        try {
            samples.add(pcm, decoder.decode(packet, 0, packet.length, pcm, 0, OpusPacket.MAX_SAMPLES));
        } catch (OpusException e) {
            samples.add(pcm, decoder.conceal(pcm, 0, OpusPacket.samples(packet, 0, packet.length)));
        }
    }

    /** Whether all that was sent up to now has been heard, and silence behind it. */
    synchronized boolean isComplete(int silenceFrames) {
        return waiting.isEmpty() && trailingSilence >= silenceFrames;
    }

    synchronized PcmSamples samples() {
        return samples;
    }

    synchronized long sentFrames() {
        return sent;
    }

    synchronized long matchedFrames() {
        return matched;
    }

    synchronized long missingFrames() {
        return missing;
    }

    synchronized long foreignFrames() {
        return foreign;
    }

    synchronized long silenceFrames() {
        return silence;
    }

    /** The first packet's description, such as {@code Opus CELT fullband stereo, 20 ms}; empty before it. */
    synchronized String codec() {
        if (sent == 0) {
            return "";
        }
        long bitsPerSecond = durationSamples == 0 ? 0 : bytes * 8 * OpusPacket.SAMPLE_RATE_HZ / durationSamples;
        return "Opus " + OpusPacket.mode(firstToc) + " "
                + OpusPacket.bandwidth(firstToc).name().toLowerCase(java.util.Locale.ROOT)
                + (OpusPacket.isStereo(firstToc) ? " stereo" : " mono") + ", "
                + (firstSamples % 48 == 0 ? String.valueOf(firstSamples / 48) : "2.5") + " ms, "
                + bitsPerSecond / 1000 + " kbit/s";
    }
}
