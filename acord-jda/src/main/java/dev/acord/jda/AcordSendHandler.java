package dev.acord.jda;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.voice.PlayerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.audio.AudioSendHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a source of this library through JDA's own audio, for bots that stay with it: files of any kind, ffmpeg, and an {@link AudioQueue} with
 * its volume, filters, seeking and cross-fades.
 *
 * <pre>{@code
 * AudioQueue queue = new AudioQueue();
 * guild.getAudioManager().setSendingHandler(new AcordSendHandler(queue));
 * guild.getAudioManager().openAudioConnection(channel);
 * }</pre>
 *
 * <p>It gives JDA Opus, so that JDA needs no Opus library. Packets of 20 ms go through bit for bit. JDA sends nothing else: from the first packet
 * of another duration on, the source is decoded and encoded anew. At every pause, and at the end, there are five silence frames.
 *
 * <p>JDA's sending thread calls {@link #canProvide} and {@link #provide20MsAudio} every 20 ms, and only ever copies a packet: the source is read
 * ahead by tasks on an executor, one second, or two packets of a queue, whose controls are then heard within three packets. Reading begins
 * when JDA first asks. All other methods may be called from any thread, and none blocks. One handler serves one connection; it holds its place
 * while that one is gone.
 */
public final class AcordSendHandler implements AudioSendHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcordSendHandler.class);

    private static final int READ_AHEAD = 50;
    private static final int QUEUE_AHEAD = 2;
    private static final int FRAME_SAMPLES = 960;
    private static final int FRAME_MS = 20;
    private static final int SILENCE_FRAMES = 5;

    private final Executor readers;
    private final PacketRing ring;
    private final Runnable fill = this::fill;
    private final AtomicBoolean filling = new AtomicBoolean();
    private final CompletableFuture<PlayerState> finished = new CompletableFuture<>();
    private final ByteBuffer packet = ByteBuffer.allocate(AudioSource.MAX_PACKET_BYTES);
    private final byte[] scratch = new byte[AudioSource.MAX_PACKET_BYTES];

    /** The reading task's to replace, under this object's lock; any thread's to close. */
    private volatile AudioSource source;

    private boolean encoding;
    private volatile boolean ended;
    private volatile boolean paused;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private final AtomicLong played = new AtomicLong();

    /** JDA's thread's: silence frames that are owed. */
    private int silence;

    private boolean over;

    /**
     * Plays a source, read by threads of this module: as many as are reading, daemons, gone when idle.
     *
     * @param source what to play; closed at the end
     */
    public AcordSendHandler(AudioSource source) {
        this(source, ReaderThreads.SHARED);
    }

    /**
     * Plays a source.
     *
     * @param source what to play; closed at the end
     * @param readers runs tasks that read, decode and encode, and may take as long as that takes; one at a time for each handler, and up to
     *     three for the tracks of a queue
     */
    public AcordSendHandler(AudioSource source, Executor readers) {
        this.source = source;
        this.readers = readers;
        if (source instanceof AudioQueue queue) {
            queue.readAheadWith(readers);
            ring = new PacketRing(QUEUE_AHEAD);
        } else {
            ring = new PacketRing(READ_AHEAD);
        }
    }

    /**
     * Plays a file.
     *
     * @param file an audio file of any kind that {@link AudioSources} opens
     * @return a handler for it
     * @throws IOException when there is no such file, or it is not audio that can be played; the message says which
     */
    public static AcordSendHandler of(Path file) throws IOException {
        return new AcordSendHandler(AudioSources.open(file));
    }

    /**
     * Whether a frame is there. JDA's sending thread calls it.
     *
     * @return true with audio, and for the silence after it; false when paused, while the source gives nothing, and after the end
     */
    @Override
    public boolean canProvide() {
        if (ring.isLow()) {
            requestFill();
        }
        return silence > 0 || hasAudio();
    }

    private boolean hasAudio() {
        if (!ring.isEmpty()) {
            return !paused && !closed;
        }
        if (ended && ring.isEmpty()) { // looked at again: the last packet may have come just before the end
            finish();
        }
        return false;
    }

    /**
     * The next 20 ms. JDA's sending thread calls it.
     *
     * @return an Opus packet, valid until the next call; null where there is none
     */
    @Override
    public @Nullable ByteBuffer provide20MsAudio() {
        if (hasAudio() && ring.take(packet)) {
            silence = SILENCE_FRAMES;
            played.incrementAndGet();
            return packet;
        }
        if (silence == 0) {
            return null;
        }
        silence--;
        return packet.clear().put(OpusPacket.silence()).flip();
    }

    /**
     * What is provided is Opus.
     *
     * @return true
     */
    @Override
    public boolean isOpus() {
        return true;
    }

    /** Pauses: five silence frames, then nothing. */
    public void pause() {
        paused = true;
    }

    /** Goes on after a pause. */
    public void resume() {
        paused = false;
    }

    /**
     * How much was played.
     *
     * @return the audio that JDA has taken, in steps of 20 ms; seeking in a queue does not change it
     */
    public Duration played() {
        return Duration.ofMillis(played.get() * FRAME_MS);
    }

    /**
     * How it ends.
     *
     * @return completes with {@link PlayerState#FINISHED} when JDA has taken the last frame, or {@link PlayerState#STOPPED} after {@link
     *     #close()}; fails with what broke the source, when what was read before that has been played. Dependents run on the executor that
     *     reads, or on the thread that closes
     */
    public CompletableFuture<PlayerState> finished() {
        return finished.copy();
    }

    /** Stops for good, and closes the source. */
    @Override
    public void close() {
        AudioSource last;
        synchronized (this) {
            closed = true;
            last = source;
        }
        ring.clear();
        close(last);
        finished.complete(PlayerState.STOPPED);
    }

    private static void close(AudioSource source) {
        try {
            source.close();
        } catch (IOException e) {
            LOG.debug("audio source did not close cleanly", e);
        }
    }

    /** JDA's thread: all that there was has been taken. What follows may block, and is not for this thread. */
    private void finish() {
        if (over || closed) {
            return;
        }
        over = true;
        Throwable cause = failure;
        run(() -> {
            close(source);
            if (cause == null) {
                finished.complete(PlayerState.FINISHED);
            } else {
                finished.completeExceptionally(cause);
            }
        });
    }

    private void requestFill() {
        if (!ended && !closed && filling.compareAndSet(false, true)) {
            if (source.immediate()) {
                fill();
            } else {
                run(fill);
            }
        }
    }

    private void run(Runnable task) {
        try {
            readers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the executor takes no tasks: JDA's sending thread reads", e);
            task.run();
        }
    }

    /** Reads until enough is there, or the source has nothing; JDA's thread comes again 20 ms later. */
    private void fill() {
        try {
            boolean more = true;
            while (more && !closed && !ring.isFull()) {
                more = readOne();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
            ended = true;
        } finally {
            filling.set(false);
        }
    }

    private boolean readOne() throws IOException {
        int length = source.read(scratch, 0);
        if (length == AudioSource.END) {
            ended = true;
        }
        if (length <= 0) {
            return false;
        }
        int samples = OpusPacket.samples(scratch, 0, length);
        if (samples == FRAME_SAMPLES) {
            ring.put(scratch, length);
        } else if (samples <= 0) {
            throw new IOException("the audio source gave " + length + " bytes that are not an Opus packet");
        } else {
            encodeFrom(length);
        }
        return true;
    }

    /** From the packet in {@code scratch} on, the source's durations are not JDA's. */
    private void encodeFrom(int length) throws IOException {
        if (encoding) {
            throw new IOException("the encoder gave a packet that is not of 20 ms");
        }
        encoding = true;
        AudioSource again = new PushedBack(scratch, length, source);
        AudioSource encoded = AudioSources.encode(AudioSources.decode(again), OpusEncoderOptions.defaults());
        synchronized (this) {
            source = encoded;
        }
        if (closed) {
            encoded.close();
        }
    }
}
