package dev.acord.voice;

import dev.acord.voice.io.SpeechPump;
import dev.acord.voice.receive.CallSpeechOptions;
import dev.acord.voice.record.CallRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Records a call into a directory: {@code user-ID.ogg} for each speaker, as it was sent and without encoding it again; {@code mix.wav} of
 * everybody (48,000 Hz stereo); {@code speech.vtt}, who spoke when; {@code recording.json}, which file is whose. All tracks begin when the
 * recorder is made and are on one clock, through pauses, losses and reconnects. If the process dies, all files play but for their last second.
 * {@link RecordingOptions} has other formats for tracks and mixture.
 *
 * <pre>{@code
 * Recorder recorder = new Recorder(connection, Path.of("meeting"));
 * ...
 * recorder.stop().join();
 * }</pre>
 *
 * <p>A file that cannot be written is given up and reported by {@link VoiceListener#onRecordingFailed}; the others go on. Files are written by the
 * runtime's workers.
 */
public final class Recorder extends BaseTransport {
    private final CallRecording recording;
    private final SpeechPump pump;
    private final VoiceListener listener;
    private final List<IOException> failures = new CopyOnWriteArrayList<>();

    /**
     * Records from now on.
     *
     * @param connection the call
     * @param directory where to; made if it is not there
     * @throws IOException when the directory cannot be written, or has a recording already
     */
    public Recorder(VoiceConnection connection, Path directory) throws IOException {
        this(connection, directory, RecordingOptions.DEFAULTS);
    }

    /**
     * Records from now on.
     *
     * @param connection the call
     * @param directory where to; made if it is not there
     * @param options jitter buffers, and how many speakers at most
     * @throws IOException when the directory cannot be written, or has a recording already
     */
    public Recorder(VoiceConnection connection, Path directory, CallSpeechOptions options) throws IOException {
        this(connection, directory, RecordingOptions.DEFAULTS.withSpeech(options));
    }

    /**
     * Records from now on.
     *
     * @param connection the call
     * @param directory where to; made if it is not there
     * @param options which files are written, jitter buffers, and how many speakers at most
     * @throws IOException when the directory cannot be written, or has a recording already
     */
    public Recorder(VoiceConnection connection, Path directory, RecordingOptions options) throws IOException {
        super(connection);
        recording = new CallRecording(
                directory, options, connection.runtime().environment().nowNs(), Instant.now(), this::report);
        pump = new SpeechPump(connection.driver(), recording);
        listener = new VoiceListener() {
            @Override
            public void onSpeaking(VoiceConnection which, long userId, int flags) {
                pump.speaking(userId, flags);
            }

            @Override
            public void onUserDisconnected(VoiceConnection which, long userId) {
                pump.gone(userId);
            }
        };
        connection.addListener(listener);
        pump.start();
        connection.closed().thenAccept(reason -> close());
    }

    private void report(Path file, IOException failure) {
        failures.add(failure);
        connection().events().fire(each -> each.onRecordingFailed(connection(), file, failure));
    }

    /**
     * How long the recording is by now.
     *
     * @return completes with the duration
     */
    public CompletableFuture<Duration> duration() {
        return pump.ask(() -> Duration.ofMillis(recording.durationMs()));
    }

    /**
     * How the recording goes, or, when it has ended, how it went.
     *
     * @return completes with each speaker's figures
     */
    public CompletableFuture<RecordingStats> stats() {
        return pump.ask(recording::stats);
    }

    /**
     * What went wrong so far.
     *
     * @return a copy, empty when every file is fine
     */
    public List<IOException> failures() {
        return List.copyOf(failures);
    }

    /**
     * Ends the recording; the connection stays open. A second call only waits.
     *
     * @return completes when all files are closed
     */
    public CompletableFuture<Void> stop() {
        connection().removeListener(listener);
        return pump.close();
    }

    /** As {@link #stop()}, without waiting. */
    @Override
    public void close() {
        stop();
    }

    /** Does nothing: what is recorded stays. */
    @Override
    public void cleanup() {}
}
