package dev.acord.audio.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is in an audio file. Numbers are about the stream that would be played: the first Opus stream, or else the first audio stream.
 *
 * @param container the kind of the file
 * @param codec the codec's name, such as {@code Opus}; of an unknown file the best guess, or {@code unknown}
 * @param channels channels, 0 if unknown
 * @param sampleRateHz samples per second, 0 if unknown; of Opus the rate of the original, which is only information
 * @param duration how long it plays, without pre-skip and end trimming; empty if unknown
 * @param fileBytes the size of the file
 * @param parts how many files are chained one behind the other; 1 for most
 * @param packets packets or blocks of audio, 0 where there are none, as in WAV
 * @param packetSamples for Opus: how many packets there are of each duration in samples per channel at 48 kHz
 * @param bitrateBps average bits per second of the audio alone, 0 if unknown
 * @param preSkipSamples for Opus: samples per channel at 48 kHz to drop at the beginning
 * @param encoder the program that made the file, or empty
 * @param tags tags of the form {@code NAME=value}, at most 1,000
 * @param gaps places where the times do not fit the packets, at most 1,000
 * @param gapCount how many such places there are
 * @param problems everything that is wrong, at most 1,000
 * @param problemCount how much is wrong
 */
public record AudioInspection(
        AudioContainer container,
        String codec,
        int channels,
        int sampleRateHz,
        Optional<Duration> duration,
        long fileBytes,
        int parts,
        long packets,
        SortedMap<Integer, Long> packetSamples,
        long bitrateBps,
        int preSkipSamples,
        Optional<String> encoder,
        List<String> tags,
        List<AudioGap> gaps,
        long gapCount,
        List<AudioProblem> problems,
        long problemCount) {

    /**
     * Looks into a file. Reads all of it, and goes on behind damage where it can. The name does not matter.
     *
     * @param file the file
     * @return what is in it, problems included
     * @throws IOException if it cannot be read
     */
    public static AudioInspection of(Path file) throws IOException {
        return AudioInspector.inspect(file);
    }
}
