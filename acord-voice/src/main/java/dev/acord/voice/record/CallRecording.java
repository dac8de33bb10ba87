package dev.acord.voice.record;

import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.voice.receive.CallSpeech;
import dev.acord.voice.receive.CallSpeechOptions;
import dev.acord.voice.receive.ReceiveStats;
import dev.acord.voice.receive.SpeechEvent;
import dev.acord.voice.receive.SpeechInput;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A recording in a directory: {@code user-ID.ogg} for each speaker (Opus as it was sent), {@code mix.wav} of everybody, {@code speech.vtt}, and
 * {@code recording.json}. All tracks begin with the recording and are on one clock. Each file is playable at every moment, but for its last
 * second. A file that cannot be written is given up and reported; the others go on.
 *
 * <p>Packets and times are arguments; writing blocks. Not thread safe.
 */
public final class CallRecording implements SpeechInput, CallSpeech.Output {
    /** The mixture's file name. */
    static final String MIX = "mix.wav";
    /** The file name of who spoke when. */
    static final String SPEECH = "speech.vtt";

    private static final String INDEX = "recording.json";
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    private static final long INDEX_INTERVAL_NS = 10_000_000_000L;

    private final Path directory;
    private final CallSpeechOptions options;
    private final long startNs;
    private final BiConsumer<Path, IOException> failures;
    private final CallSpeech speech;
    private final RecordingIndex index;
    private final Map<Long, OggTrack> tracks = new LinkedHashMap<>();
    private final Map<Long, Integer> ssrcs = new HashMap<>();
    private final Set<Long> failed = new HashSet<>();
    private @Nullable WavWriter mix;
    private @Nullable SpeechTimes times;
    private long nowNs;
    private long indexDueNs;
    private boolean closed;

    /**
     * Begins a recording.
     *
     * @param directory where to; made if it is not there, and must be empty of recordings
     * @param options jitter buffers and limits
     * @param startNs the time on the clock of packets
     * @param startedAt the same as a date
     * @param failures told which file could not be written, and why
     * @throws IOException when the directory or the first files cannot be written, or there is a recording already
     */
    public CallRecording(
            Path directory,
            CallSpeechOptions options,
            long startNs,
            Instant startedAt,
            BiConsumer<Path, IOException> failures)
            throws IOException {
        this.directory = directory;
        this.options = options;
        this.startNs = startNs;
        this.nowNs = startNs;
        this.indexDueNs = startNs;
        this.failures = failures;
        Files.createDirectories(directory);
        Path indexFile = directory.resolve(INDEX);
        if (Files.exists(indexFile)) {
            throw new IOException(directory + " has a recording already; choose another directory");
        }
        index = new RecordingIndex(indexFile, startedAt);
        index.write(0, false, tracks);
        speech = new CallSpeech(options, startNs, this);
        times = new SpeechTimes(directory.resolve(SPEECH), startNs);
        mix = new WavWriter(directory.resolve(MIX), RATE_HZ, CHANNELS);
    }

    /** A track's file name. */
    static String trackName(long userId) {
        return "user-" + Long.toUnsignedString(userId) + ".ogg";
    }

    @Override
    public void handlePacket(long userId, int ssrc, int sequence, long timestamp, byte[] opus, long arrivalNs) {
        speech.handlePacket(userId, ssrc, sequence, timestamp, opus, arrivalNs);
        OggTrack track = track(userId);
        if (track == null) {
            return;
        }
        Integer before = ssrcs.put(userId, ssrc);
        if (before != null && before != ssrc) {
            track.restart();
        }
        track.put(sequence, timestamp, opus, arrivalNs);
    }

    private @Nullable OggTrack track(long userId) {
        OggTrack track = tracks.get(userId);
        if (track != null || failed.contains(userId) || tracks.size() >= options.maxSpeakers()) {
            return track;
        }
        Path file = directory.resolve(trackName(userId));
        try {
            OpusTags tags = OpusTags.of("Acord Voice");
            OggOpusWriter writer = new OggOpusWriter(
                    new BufferedOutputStream(Files.newOutputStream(file)),
                    OpusHead.of(CHANNELS, OggTrack.PRE_SKIP),
                    tags,
                    Long.hashCode(userId));
            track = new OggTrack(writer, options.jitter(), startNs);
            tracks.put(userId, track);
            indexDueNs = nowNs;
            return track;
        } catch (IOException e) {
            fail(userId, file, e);
            return null;
        }
    }

    private void fail(long userId, Path file, IOException e) {
        failed.add(userId);
        failures.accept(file, e);
    }

    @Override
    public void handleSpeaking(long userId, int flags, long atNs) {
        speech.handleSpeaking(userId, flags, atNs);
    }

    @Override
    public void handleGone(long userId) {
        speech.handleGone(userId);
    }

    @Override
    public void handleTime(long atNs) {
        nowNs = atNs;
        speech.handleTime(atNs);
        Map<Long, IOException> broken = new HashMap<>();
        tracks.forEach((user, track) -> {
            try {
                track.advance(atNs);
            } catch (IOException e) {
                broken.put(user, e);
            }
        });
        broken.forEach((user, e) -> {
            fail(user, directory.resolve(trackName(user)), e);
            OggTrack given = tracks.remove(user);
            if (given != null) {
                end(given, trackName(user));
            }
        });
        if (atNs - indexDueNs >= 0) {
            indexDueNs = atNs + INDEX_INTERVAL_NS;
            writeIndex(false);
        }
    }

    private void writeIndex(boolean finished) {
        try {
            index.write((nowNs - startNs) / 1_000_000, finished, tracks);
        } catch (IOException e) {
            failures.accept(directory.resolve(INDEX), e);
        }
    }

    @Override
    public long nextDueNs() {
        return speech.nextDueNs();
    }

    @Override
    public void onBlock(long userId, long block, short[] pcm, boolean silent) {}

    @Override
    public void onMix(long block, short[] pcm, boolean silent) {
        WavWriter to = mix;
        if (to != null) {
            try {
                to.write(pcm, 0, CallSpeech.BLOCK_FRAMES);
            } catch (IOException e) {
                mix = null;
                failures.accept(directory.resolve(MIX), e);
                end(to, MIX);
            }
        }
    }

    private void end(Closeable writer, String name) {
        try {
            writer.close();
        } catch (IOException e) {
            failures.accept(directory.resolve(name), e);
        }
    }

    @Override
    public void onSpeech(long userId, SpeechEvent event) {
        SpeechTimes to = times;
        if (to != null) {
            try {
                to.handle(userId, event);
            } catch (IOException e) {
                times = null;
                failures.accept(directory.resolve(SPEECH), e);
            }
        }
    }

    @Override
    public void onGone(long userId, ReceiveStats stats) {}

    /** How much has been recorded, in milliseconds. */
    public long durationMs() {
        return (nowNs - startNs) / 1_000_000;
    }

    /** Ends the recording at the time of the last {@link #handleTime}: all tracks get the same length. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        speech.close();
        tracks.forEach((user, track) -> {
            try {
                track.finish(nowNs, startNs);
            } catch (IOException e) {
                failures.accept(directory.resolve(trackName(user)), e);
            }
        });
        SpeechTimes openTimes = times;
        if (openTimes != null) {
            try {
                openTimes.finish(nowNs);
            } catch (IOException e) {
                failures.accept(directory.resolve(SPEECH), e);
            }
        }
        if (mix != null) {
            end(mix, MIX);
        }
        writeIndex(true);
    }
}
