package dev.acord.audio.meter;

/**
 * Measures all there is to know about the levels of a stream in one go: a {@link LoudnessMeter} and a {@link LevelMeter}. The stream is
 * 48,000 Hz, two channels, signed 16 bit, interleaved left and right. A minute of audio takes about a quarter of a second, and any length
 * the same memory. Not thread safe.
 */
public final class AudioMeter {

    private final LoudnessMeter loudness = new LoudnessMeter();
    private final LevelMeter level = new LevelMeter();

    /** A meter at the beginning of a stream. */
    public AudioMeter() {}

    /**
     * Measures the next part of the stream.
     *
     * @param pcm interleaved left and right samples
     * @param offset index of the first sample in {@code pcm}
     * @param frames how many sample frames (one sample for each channel), 0 or more
     * @throws IndexOutOfBoundsException if {@code pcm} does not hold that many
     */
    public void add(short[] pcm, int offset, int frames) {
        loudness.add(pcm, offset, frames);
        level.add(pcm, offset, frames);
    }

    /**
     * What was measured so far. More may be added afterwards.
     *
     * @return the levels
     */
    public AudioLevels levels() {
        return new AudioLevels(
                level.frames(),
                loudness.integratedLufs(),
                loudness.rangeLu(),
                loudness.maxMomentaryLufs(),
                loudness.maxShortTermLufs(),
                loudness.truePeakDbtp(),
                level.samplePeakDbfs(),
                level.rmsDbfs(),
                level.leftDcOffset(),
                level.rightDcOffset(),
                level.fullScaleSamples(),
                level.clippedSamples(),
                level.silentFrames(),
                level.leadingSilentFrames(),
                level.trailingSilentFrames());
    }
}
