package dev.acord.audio.tone;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A short tune that was made for this library: a melody on the right, broken chords on the left, a bass in the middle, about ten seconds.
 * It is there to hear whether a voice connection works without looking for a file first. Every run on every machine gives the same
 * samples; the peak stays under -3 dB of full scale.
 */
public final class TuneSource implements PcmSource {

    private static final int BEAT_FRAMES = SAMPLE_RATE_HZ * 60 / 104;
    private static final int ATTACK_FRAMES = SAMPLE_RATE_HZ / 125;
    private static final int RELEASE_FRAMES = SAMPLE_RATE_HZ * 3 / 10;

    /** Pairs of pitch (MIDI number, 0 is a rest) and length in half beats: D major, four bars of four beats. */
    private static final int[] MELODY = {
        78, 2, 81, 1, 79, 1, 78, 2, 74, 2, //
        76, 2, 79, 1, 78, 1, 76, 3, 71, 1, //
        74, 1, 76, 1, 78, 1, 81, 1, 83, 2, 81, 2, //
        79, 1, 78, 1, 76, 1, 73, 1, 74, 4,
    };

    private static final int[] CHORDS = {
        62, 1, 66, 1, 69, 1, 66, 1, 62, 1, 66, 1, 69, 1, 66, 1, //
        64, 1, 67, 1, 71, 1, 67, 1, 59, 1, 64, 1, 67, 1, 64, 1, //
        59, 1, 62, 1, 66, 1, 62, 1, 55, 1, 59, 1, 62, 1, 59, 1, //
        57, 1, 61, 1, 64, 1, 67, 1, 62, 1, 66, 1, 62, 2,
    };

    private static final int[] BASS = {50, 4, 50, 4, 52, 4, 47, 4, 47, 4, 43, 4, 45, 4, 38, 4};

    /** How a voice sounds: its peak, its place (0 left, 1 right), how fast it dies away, and the levels of its overtones. */
    private record Voice(double level, double place, double decayPerSecond, double second, double third) {}

    private static final Voice BELL = new Voice(0.24, 0.68, 2.2, 0.30, 0.10);
    private static final Voice PLUCK = new Voice(0.11, 0.25, 3.5, 0.40, 0.20);
    private static final Voice LOW = new Voice(0.20, 0.5, 1.2, 0.35, 0.08);

    private record Note(Voice voice, double hz, long startFrame, long heldFrames) {

        long endFrame() {
            return startFrame + heldFrames + RELEASE_FRAMES;
        }

        double at(long frame) {
            long age = frame - startFrame;
            double seconds = (double) age / SAMPLE_RATE_HZ;
            double envelope = ToneSource.raisedCosine((double) age / ATTACK_FRAMES)
                    * StrictMath.exp(-voice.decayPerSecond * seconds)
                    * (1 - ToneSource.raisedCosine((double) (age - heldFrames) / RELEASE_FRAMES));
            // overtones die away faster than the tone itself, as on a string
            double fading = StrictMath.exp(-3 * seconds);
            return voice.level
                    * envelope
                    * (ToneSource.sine(hz, age)
                            + fading * voice.second * ToneSource.sine(2 * hz, age)
                            + fading * voice.third * ToneSource.sine(3 * hz, age));
        }
    }

    private final List<Note> notes = new ArrayList<>();
    private final long durationFrames;
    private volatile long position;
    private volatile boolean closed;

    /** The tune, at its start. */
    public TuneSource() {
        add(BELL, MELODY);
        add(PLUCK, CHORDS);
        add(LOW, BASS);
        durationFrames = notes.stream().mapToLong(Note::endFrame).max().orElseThrow();
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        ToneSource.checkRead(closed, pcm, offset, frames);
        long start = position;
        int count = (int) Math.min(frames, durationFrames - start);
        if (count == 0) {
            return AudioSource.END;
        }
        double[] mix = new double[CHANNELS * count];
        for (Note note : notes) {
            long from = Math.max(start, note.startFrame);
            long to = Math.min(start + count, note.endFrame());
            double left = StrictMath.cos(note.voice.place * Math.PI / 2);
            double right = StrictMath.sin(note.voice.place * Math.PI / 2);
            for (long frame = from; frame < to; frame++) {
                double value = note.at(frame);
                int at = CHANNELS * (int) (frame - start);
                mix[at] += left * value;
                mix[at + 1] += right * value;
            }
        }
        for (int i = 0; i < mix.length; i++) {
            pcm[offset + i] = (short) Math.round(32767 * mix[i]);
        }
        position = start + count;
        return count;
    }

    /**
     * The length of the tune.
     *
     * @return sample frames
     */
    public long durationFrames() {
        return durationFrames;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Duration> duration() {
        return Optional.of(PcmSource.timeOf(durationFrames));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(position));
    }

    @Override
    public Duration seek(Duration target) {
        long frame = Math.min(PcmSource.framesOf(target), durationFrames);
        position = frame;
        return PcmSource.timeOf(frame);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void add(Voice voice, int[] score) {
        long at = 0;
        for (int i = 0; i < score.length; i += 2) {
            long length = (long) score[i + 1] * BEAT_FRAMES / 2;
            if (score[i] > 0) {
                double hz = 440 * StrictMath.pow(2, (score[i] - 69) / 12.0);
                notes.add(new Note(voice, hz, at, length));
            }
            at += length;
        }
    }
}
