package dev.acord.voice;

import dev.acord.voice.io.SpeechPump;
import dev.acord.voice.receive.CallSpeech;
import dev.acord.voice.receive.CallSpeechOptions;
import dev.acord.voice.receive.ReceiveStats;
import dev.acord.voice.receive.SpeechEvent;
import dev.acord.voice.receive.SpeechFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Receives everybody's voice as continuous sound: jitter buffer, in-band error correction, loss concealment, silence in pauses; one stream
 * for each user and one of everybody, all on one time line. For packets as they come, see {@link BaseReceiver}.
 *
 * <pre>{@code
 * SpeechReceiver ears = new SpeechReceiver(connection, SpeechFormat.MONO_16K);
 * ears.onSpeaker(stream -> new Thread(() -> transcribe(stream)).start());
 * }</pre>
 *
 * <p>When somebody begins and ends to speak, {@link VoiceListener#onSpeech} is called. All methods may be called from any thread. Decoding
 * runs on the runtime's workers, a stream's conversion on the thread that reads it.
 */
public final class SpeechReceiver extends BaseTransport {
    /** How many blocks of a stream wait at most: 10 s. */
    public static final int MAX_WAITING_BLOCKS = 500;

    private final SpeechFormat format;
    private final Map<Long, List<SpeechStream>> streams = new ConcurrentHashMap<>();
    private final List<SpeechStream> mixes = new CopyOnWriteArrayList<>();
    private final List<Consumer<SpeechStream>> speakerHandlers = new CopyOnWriteArrayList<>();
    private final CallSpeech speech;
    private final SpeechPump pump;
    private final VoiceListener listener;
    private volatile boolean closed;

    /**
     * Receives from now on.
     *
     * @param connection whose audio to receive
     * @param format what the streams give
     */
    public SpeechReceiver(VoiceConnection connection, SpeechFormat format) {
        this(connection, format, CallSpeechOptions.DEFAULTS);
    }

    /**
     * Receives from now on.
     *
     * @param connection whose audio to receive
     * @param format what the streams give
     * @param options jitter buffer and limits
     */
    public SpeechReceiver(VoiceConnection connection, SpeechFormat format, CallSpeechOptions options) {
        super(connection);
        this.format = format;
        this.speech = new CallSpeech(options, connection.runtime().environment().nowNs(), new Distribution());
        this.pump = new SpeechPump(connection.driver(), speech);
        this.listener = new VoiceListener() {
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

    /**
     * One user's stream, from its next block on; also of a user that has not spoken yet.
     *
     * @param userId the user
     * @return a new stream, which ends when the user leaves
     */
    public SpeechStream user(long userId) {
        SpeechStream stream = newStream(userId);
        streams.computeIfAbsent(userId, user -> new CopyOnWriteArrayList<>()).add(stream);
        return checked(stream);
    }

    /**
     * Everybody together, turned down smoothly where the sum would be too loud.
     *
     * @return a new stream
     */
    public SpeechStream everybody() {
        SpeechStream stream = newStream(0);
        mixes.add(stream);
        return checked(stream);
    }

    /**
     * Gives every user's stream to a handler when the user is heard for the first time (and again after it left and returned). The handler is
     * called like a listener and must not block: it usually starts a thread that reads the stream.
     *
     * @param handler takes streams of its own
     */
    public void onSpeaker(Consumer<SpeechStream> handler) {
        speakerHandlers.add(handler);
    }

    /**
     * What a user's packets came to: losses, late ones, delay.
     *
     * @param userId the user
     * @return completes with the figures; empty when the user has not been heard
     */
    public CompletableFuture<Optional<ReceiveStats>> stats(long userId) {
        return pump.ask(() -> Optional.ofNullable(speech.stats(userId)));
    }

    private SpeechStream newStream(long userId) {
        return new SpeechStream(userId, format, MAX_WAITING_BLOCKS);
    }

    private SpeechStream checked(SpeechStream stream) {
        if (closed) {
            stream.end();
        }
        return stream;
    }

    /** Ends all streams; what waits in them can still be taken. The connection stays open. */
    @Override
    public void close() {
        closed = true;
        connection().removeListener(listener);
        pump.close();
        streams.values().forEach(each -> each.forEach(SpeechStream::end));
        mixes.forEach(SpeechStream::end);
    }

    /** Does nothing: streams keep what is theirs. */
    @Override
    public void cleanup() {}

    /** Hands blocks to the streams, on a worker. */
    private final class Distribution implements CallSpeech.Output {
        private final Set<Long> announced = new HashSet<>();

        @Override
        public void onBlock(long userId, long block, short[] pcm, boolean silent) {
            if (announced.add(userId)) {
                announce(userId);
            }
            for (SpeechStream stream : streams.getOrDefault(userId, List.of())) {
                stream.add(block, pcm, silent);
            }
        }

        private void announce(long userId) {
            for (Consumer<SpeechStream> handler : speakerHandlers) {
                SpeechStream stream = user(userId);
                connection().events().run(() -> handler.accept(stream));
            }
        }

        @Override
        public void onMix(long block, short[] pcm, boolean silent) {
            for (SpeechStream stream : mixes) {
                stream.add(block, pcm, silent);
            }
        }

        @Override
        public void onSpeech(long userId, SpeechEvent event) {
            connection().events().fire(each -> each.onSpeech(connection(), userId, event));
        }

        @Override
        public void onGone(long userId, ReceiveStats stats) {
            announced.remove(userId);
            List<SpeechStream> ending = streams.remove(userId);
            if (ending != null) {
                ending.forEach(SpeechStream::end);
            }
        }
    }
}
