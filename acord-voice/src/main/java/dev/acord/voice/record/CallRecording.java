package dev.acord.voice.record;

import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.voice.RecordingOptions;
import dev.acord.voice.RecordingOptions.MixFormat;
import dev.acord.voice.RecordingStats;
import dev.acord.voice.receive.CallSpeech;
import dev.acord.voice.receive.ReceiveStats;
import dev.acord.voice.receive.SpeechEvent;
import dev.acord.voice.receive.SpeechInput;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A recording in a directory: {@code user-ID.ogg} (Opus as it was sent) or {@code user-ID.wav} or both for each speaker, {@code mix.wav} or
 * {@code mix.ogg} of everybody, {@code speech.vtt}, and {@code recording.json}. All tracks begin with the recording and are on one clock. Each file is
 * playable at every moment, but for its last second. A file that cannot be written is given up and reported; the others go on.
 *
 * <p>Packets and times are arguments; writing blocks. Not thread safe.
 */
public final class CallRecording implements SpeechInput, CallSpeech.Output {
    /** The file name of who spoke when. */
    static final String SPEECH = "speech.vtt";

    private static final String INDEX = "recording.json";
    private static final int CHANNELS = 2;
    private static final long INDEX_INTERVAL_NS = 10_000_000_000L;

    private final Path directory;
    private final RecordingOptions options;
    private final long startNs;
    private final BiConsumer<Path, IOException> failures;
    private final CallSpeech speech;
    private final RecordingIndex index;
    private final Map<Long, UserTrack> tracks = new LinkedHashMap<>();
    private final @Nullable String mixName;
    private @Nullable MixTrack mix;
    private @Nullable SpeechTimes times;
    private long nowNs;
    private long indexDueNs;
    private boolean closed;

    /**
     * Begins a recording.
     *
     * @param directory where to; made if it is not there, and must be empty of recordings
     * @param options which files, jitter buffers and limits
     * @param startNs the time on the clock of packets
     * @param startedAt the same as a date
     * @param failures told which file could not be written, and why
     * @throws IOException when the directory or the first files cannot be written, or there is a recording already
     */
    public CallRecording(
            Path directory,
            RecordingOptions options,
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
        this.mixName = mixName(options.mix());
        Files.createDirectories(directory);
        Path indexFile = directory.resolve(INDEX);
        if (Files.exists(indexFile)) {
            throw new IOException(directory + " has a recording already; choose another directory");
        }
        index = new RecordingIndex(indexFile, startedAt, mixName);
        speech = new CallSpeech(options.speech(), startNs, this);
        index.write(stats(), false, Map.of());
        times = new SpeechTimes(directory.resolve(SPEECH), startNs);
        if (mixName != null) {
            Path file = directory.resolve(mixName);
            mix = options.mix() == MixFormat.OGG ? new EncodedTrack(file) : new WavTrack(file, 0);
        }
    }

    private static @Nullable String mixName(MixFormat format) {
        return switch (format) {
            case WAV -> "mix.wav";
            case OGG -> "mix.ogg";
            case NONE -> null;
        };
    }

    @Override
    public void handlePacket(long userId, int ssrc, int sequence, long timestamp, byte[] opus, long arrivalNs) {
        UserTrack track = track(userId);
        speech.handlePacket(userId, ssrc, sequence, timestamp, opus, arrivalNs);
        if (track != null) {
            track.put(ssrc, sequence, timestamp, opus, arrivalNs);
        }
    }

    private @Nullable UserTrack track(long userId) {
        UserTrack track = tracks.get(userId);
        if (track == null && tracks.size() < options.speech().maxSpeakers()) {
            track = new UserTrack(userId);
            tracks.put(userId, track);
            open(track);
            indexDueNs = nowNs;
        }
        return track;
    }

    private void open(UserTrack track) {
        if (options.tracks().hasOgg()) {
            Path file = directory.resolve(UserTrack.oggName(track.userId));
            try {
                OggOpusWriter writer = new OggOpusWriter(
                        new BufferedOutputStream(Files.newOutputStream(file)),
                        OpusHead.of(CHANNELS, OggTrack.PRE_SKIP),
                        OpusTags.of("Acord Voice"),
                        Long.hashCode(track.userId));
                track.ogg = new OggTrack(writer, options.speech().jitter(), startNs);
            } catch (IOException e) {
                failures.accept(file, e);
            }
        }
        if (options.tracks().hasWav()) {
            Path file = directory.resolve(UserTrack.wavName(track.userId));
            try {
                // what a player of the Ogg track leaves out at the beginning, so that both are on one clock
                track.wav = new WavTrack(file, OggTrack.PRE_SKIP);
            } catch (IOException e) {
                failures.accept(file, e);
            }
        }
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
        for (UserTrack track : tracks.values()) {
            OggTrack ogg = track.ogg;
            if (ogg != null) {
                try {
                    ogg.advance(atNs);
                } catch (IOException e) {
                    track.ogg = null;
                    giveUp(ogg, UserTrack.oggName(track.userId), e);
                }
            }
        }
        if (atNs - indexDueNs >= 0) {
            indexDueNs = atNs + INDEX_INTERVAL_NS;
            writeIndex(false);
        }
    }

    private void giveUp(Closeable writer, String name, IOException failure) {
        failures.accept(directory.resolve(name), failure);
        try {
            writer.close();
        } catch (IOException e) {
            failures.accept(directory.resolve(name), e);
        }
    }

    private void writeIndex(boolean finished) {
        Map<Long, List<String>> files = new HashMap<>();
        tracks.forEach((user, track) -> files.put(user, track.files()));
        try {
            index.write(stats(), finished, files);
        } catch (IOException e) {
            failures.accept(directory.resolve(INDEX), e);
        }
    }

    @Override
    public long nextDueNs() {
        return speech.nextDueNs();
    }

    @Override
    public void onBlock(long userId, long block, short[] pcm, boolean silent) {
        UserTrack track = tracks.get(userId);
        WavTrack to = track == null ? null : track.wav;
        if (track != null && to != null) {
            try {
                to.write(block, pcm);
            } catch (IOException e) {
                track.wav = null;
                giveUp(to, UserTrack.wavName(userId), e);
            }
        }
    }

    @Override
    public void onMix(long block, short[] pcm, boolean silent) {
        MixTrack to = mix;
        if (to != null && mixName != null) {
            try {
                to.write(block, pcm);
            } catch (IOException e) {
                mix = null;
                giveUp(to, mixName, e);
            }
        }
    }

    @Override
    public void onSpeech(long userId, SpeechEvent event) {
        UserTrack track = tracks.get(userId);
        if (track != null) {
            track.handle(event);
        }
        SpeechTimes to = times;
        if (to != null) {
            try {
                to.handle(userId, event);
            } catch (IOException e) {
                times = null;
                giveUp(to, SPEECH, e);
            }
        }
    }

    @Override
    public void onGone(long userId, ReceiveStats stats) {
        UserTrack track = tracks.get(userId);
        if (track != null) {
            track.gone(stats);
        }
    }

    /** How much has been recorded, in milliseconds. */
    public long durationMs() {
        return (nowNs - startNs) / 1_000_000;
    }

    /** How it goes. */
    public RecordingStats stats() {
        return new RecordingStats(
                Duration.ofMillis(durationMs()),
                tracks.values().stream()
                        .map(track -> track.stats(nowNs, speech.stats(track.userId)))
                        .toList());
    }

    /** Ends the recording at the time of the last {@link #handleTime}: all files of sound get the same length. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        speech.close();
        long frames = Math.floorDiv((nowNs - startNs) * 3, 62_500);
        for (UserTrack track : tracks.values()) {
            OggTrack ogg = track.ogg;
            if (ogg != null) {
                finish(UserTrack.oggName(track.userId), () -> ogg.finish(nowNs, startNs));
            }
            WavTrack wav = track.wav;
            if (wav != null) {
                finish(UserTrack.wavName(track.userId), () -> wav.finish(frames));
            }
        }
        SpeechTimes openTimes = times;
        if (openTimes != null) {
            finish(SPEECH, () -> openTimes.finish(nowNs));
        }
        MixTrack openMix = mix;
        if (openMix != null && mixName != null) {
            finish(mixName, () -> openMix.finish(frames));
        }
        writeIndex(true);
    }

    /** The last things that are written into a file. */
    private interface Ending {
        void run() throws IOException;
    }

    private void finish(String name, Ending ending) {
        try {
            ending.run();
        } catch (IOException e) {
            failures.accept(directory.resolve(name), e);
        }
    }
}
