package dev.acord.cli.demo;

import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.voice.VoiceFrame;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Records what one user is heard to say: the packets as they came to an Ogg file, and decoded to a WAV file. The RTP timestamps place both:
 * a pause leaves out positions in the Ogg file, and is silence in the WAV file; a lost packet is concealed there.
 *
 * <p>Not thread safe.
 */
final class HeardRecording implements Closeable {
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    /** What libopus and its ports delay the signal by (RFC 7845, section 4.2, is where it is left out again). */
    private static final int PRE_SKIP_SAMPLES = 312;
    /** More than a few lost packets in a row cannot be concealed in a way that is worth hearing. */
    private static final int MAX_CONCEALED_SAMPLES = 5_760;

    private final OggOpusWriter ogg;
    private final WavWriter wav;
    private final OpusDecoder decoder = OpusDecoder.create(CHANNELS);
    /** Hears the same, but for the fillers of pauses, as whoever decodes what was sent. */
    private final OpusDecoder comparing = OpusDecoder.create(CHANNELS);

    private final PcmSamples samples = new PcmSamples();
    private final short[] pcm = new short[OpusPacket.MAX_SAMPLES * CHANNELS];
    private boolean begun;
    private int ssrc;
    private int nextSequence;
    private long nextTimestamp;
    private long nextArrivalNs;
    private long fillerSamples;
    private long leftOutSamples;
    private long pauses;
    private long pausedSamples;
    private long late;
    private long undecodable;

    HeardRecording(Path oggFile, Path wavFile) throws IOException {
        ogg = new OggOpusWriter(
                Files.newOutputStream(oggFile),
                OpusHead.of(CHANNELS, PRE_SKIP_SAMPLES),
                OpusTags.of("acord"),
                new SecureRandom().nextInt());
        try {
            wav = new WavWriter(wavFile, RATE_HZ, CHANNELS);
        } catch (IOException e) {
            ogg.close();
            throw e;
        }
    }

    /**
     * Adds a frame; one that comes late or twice is left out.
     *
     * @param filler whether it only fills a pause of the sender, so that it is no part of what is to be compared
     */
    void add(VoiceFrame frame, boolean filler) throws IOException {
        byte[] opus = frame.opus();
        int duration = OpusPacket.samples(opus, 0, opus.length);
        if (duration <= 0) {
            undecodable++;
            return;
        }
        if (begun && frame.ssrc() == ssrc) {
            // differences of 32-bit and 16-bit counters that wrap
            int gap = (int) (frame.timestamp() - nextTimestamp);
            if (gap < 0) {
                late++;
                return;
            }
            int lost = (frame.sequence() - nextSequence) & 0xFFFF;
            leaveOut(gap, lost > 0);
        } else if (begun) {
            // another session: its timestamps begin anywhere, so that only the clock tells
            leaveOut(Math.max(0, (frame.arrivalNs() - nextArrivalNs) * 3 / 62_500), false);
        }
        begun = true;
        ssrc = frame.ssrc();
        nextSequence = frame.sequence() + 1;
        nextTimestamp = frame.timestamp() + duration;
        nextArrivalNs = frame.arrivalNs() + duration * 62_500L / 3;
        ogg.write(opus, 0, opus.length);
        wav.write(pcm, 0, decode(decoder, opus, duration));
        if (filler) {
            fillerSamples += duration;
        } else {
            countPause();
            if (!samples.isFull()) {
                samples.add(pcm, decode(comparing, opus, duration));
            }
        }
    }

    private int decode(OpusDecoder with, byte[] opus, int duration) {
        try {
            return with.decode(opus, 0, opus.length, pcm, 0, OpusPacket.MAX_SAMPLES);
        } catch (OpusException e) {
            if (with == decoder) {
                undecodable++;
            }
            return with.conceal(pcm, 0, duration);
        }
    }

    /** Audio goes on: fillers and left out time before it were a pause. Behind the last audio they are just the end. */
    private void countPause() {
        if (fillerSamples + leftOutSamples > 0) {
            pauses++;
            pausedSamples += fillerSamples + leftOutSamples;
            fillerSamples = 0;
            leftOutSamples = 0;
        }
    }

    private void leaveOut(long gap, boolean lost) throws IOException {
        ogg.gap(gap);
        long left = gap;
        if (lost) {
            int concealed = decoder.conceal(pcm, 0, (int) Math.min(gap, MAX_CONCEALED_SAMPLES));
            wav.write(pcm, 0, concealed);
            samples.add(pcm, comparing.conceal(pcm, 0, concealed));
            left -= concealed;
        }
        leftOutSamples += left;
        Arrays.fill(pcm, (short) 0);
        while (left > 0) {
            int step = (int) Math.min(left, OpusPacket.MAX_SAMPLES);
            wav.write(pcm, 0, step);
            left -= step;
        }
    }

    /** What was heard, decoded, without the pauses; its first minutes. */
    PcmSamples samples() {
        return samples;
    }

    /** How often the audio was interrupted by silence that is not its own. */
    long pauses() {
        return pauses;
    }

    /** How long altogether. */
    long pausedMs() {
        return pausedSamples / 48;
    }

    /** Frames that came after their place, or twice. */
    long late() {
        return late;
    }

    /** Frames that are no Opus packets, or cannot be decoded. */
    long undecodable() {
        return undecodable;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        comparing.close();
        try (ogg) {
            wav.close();
        }
    }
}
