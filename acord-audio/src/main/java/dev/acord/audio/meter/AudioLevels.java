package dev.acord.audio.meter;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * How loud a stream is. {@link LoudnessMeter} and {@link LevelMeter} define each figure.
 *
 * @param frames how much was measured, in sample frames at 48,000 Hz
 * @param integratedLufs loudness of the whole; empty for less than 400 ms and for what is never as loud as -70 LUFS
 * @param rangeLu loudness range; empty for less than 3 s and for what is never as loud as -70 LUFS
 * @param maxMomentaryLufs loudness of the loudest 400 ms, negative infinity for digital silence; empty for less than 400 ms
 * @param maxShortTermLufs loudness of the loudest 3 s, negative infinity for digital silence; empty for less than 3 s
 * @param truePeakDbtp highest level, between the samples too; negative infinity for digital silence
 * @param samplePeakDbfs highest sample, at most 0 dBFS; negative infinity for digital silence
 * @param rmsDbfs root mean square of all samples, at most 0 dBFS, a sine of full scale being -3.01; negative infinity for digital silence
 * @param leftDcOffset mean of the left samples, -1 to 1
 * @param rightDcOffset mean of the right samples, -1 to 1
 * @param fullScaleSamples samples at an end of the range, of both channels
 * @param clippedSamples those of them that are cut off, three or more in a row
 * @param silentFrames sample frames of silence: below -60 dBFS for at least 100 ms
 * @param leadingSilentFrames sample frames below -60 dBFS before the first sound
 * @param trailingSilentFrames sample frames below -60 dBFS behind the last sound
 */
public record AudioLevels(
        long frames,
        OptionalDouble integratedLufs,
        OptionalDouble rangeLu,
        OptionalDouble maxMomentaryLufs,
        OptionalDouble maxShortTermLufs,
        double truePeakDbtp,
        double samplePeakDbfs,
        double rmsDbfs,
        double leftDcOffset,
        double rightDcOffset,
        long fullScaleSamples,
        long clippedSamples,
        long silentFrames,
        long leadingSilentFrames,
        long trailingSilentFrames) {

    private static final int BLOCK_FRAMES = 4_800;

    /**
     * Measures a source to its end. The source is left open.
     *
     * @param source the samples
     * @return their levels
     * @throws IOException if the source breaks
     */
    public static AudioLevels of(PcmSource source) throws IOException {
        AudioMeter meter = new AudioMeter();
        short[] pcm = new short[BLOCK_FRAMES * PcmSource.CHANNELS];
        for (int read = source.read(pcm, 0, BLOCK_FRAMES);
                read != AudioSource.END;
                read = source.read(pcm, 0, BLOCK_FRAMES)) {
            meter.add(pcm, 0, read);
        }
        return meter.levels();
    }
}
