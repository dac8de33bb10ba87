package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import dev.acord.voice.LossResponse;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.RemoteReception;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.SsrcMap;
import dev.acord.voice.rtp.UdpWatchdog;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A connection's audio in both directions; it outlives the sessions. */
public final class CallMedia {
    private final Executor control;
    private final Environment environment;
    private final DropCounters sendDrops = new DropCounters();
    private final DropCounters drops = new DropCounters();
    private final RemoteReception reception = new RemoteReception();
    private final SsrcMap users = new SsrcMap();
    private final DaveReceiving dave;
    private final FrameRouter router;
    private final UdpWatchdog watchdog = new UdpWatchdog(MediaSocket.KEEPALIVE_NS);
    private final Playback playback;
    private final SendStream stream;

    CallMedia(Executor control, Environment environment, IntConsumer speaking, Runnable keyExhausted) {
        this.control = control;
        this.environment = environment;
        this.dave = new DaveReceiving(environment.receiving());
        this.router = new FrameRouter(users, dave, drops);
        this.playback = new Playback(control, environment.pacer(), speaking, keyExhausted);
        this.stream = new SendStream(playback, sendDrops);
        playback.stream(stream);
    }

    /** Begins to play a source, in place of what plays now; the listener is called on the connection's executor. */
    public PlayedTrack play(AudioSource source, LossResponse response, int readAheadFrames, PlaybackListener listener) {
        AudioSource adapting = AdaptingSource.of(source, response, reception::latest);
        return new PlayedTrack(adapting, readAheadFrames, listener, environment, control, playback);
    }

    /** Sends one packet of the user's own at the next free place of the 20 ms grid; false when too many wait. */
    public boolean offer(byte[] opus, int offset, int length, int samples) {
        return playback.offer(opus, offset, length, samples);
    }

    /** Hands every received frame to a receiver, on the receiving thread. */
    public void addReceiver(Consumer<VoiceFrame> receiver) {
        router.add(receiver);
    }

    /** The end of {@link #addReceiver}. */
    public void removeReceiver(Consumer<VoiceFrame> receiver) {
        router.remove(receiver);
    }

    /** What was dropped while sending. */
    public DropCounters sendDrops() {
        return sendDrops;
    }

    /** What was dropped while receiving. */
    public DropCounters drops() {
        return drops;
    }

    /** Audio packets received from others. */
    public long received() {
        return router.received();
    }

    /** RTP packets sent. */
    public long packetsSent() {
        return stream.packetsSent();
    }

    /** Bytes sent. */
    public long bytesSent() {
        return stream.bytesSent();
    }

    /** Grid steps in which a playing source had nothing. */
    public long starvedFrames() {
        return stream.starvedFrames();
    }

    /** How late packets left. */
    public LatenessHistogram lateness() {
        return stream.lateness();
    }

    /** The present session's sending state; null while there is none. Its fields may be one packet behind. */
    public @Nullable RtpSender sender() {
        SendStream.Path path = stream.path();
        return path == null ? null : path.sender();
    }

    /** Threads for everything that may take time. */
    public Executor workers() {
        return environment.workers();
    }

    /** How others receive us. */
    public RemoteReception reception() {
        return reception;
    }

    Playback playback() {
        return playback;
    }

    SendStream stream() {
        return stream;
    }

    SsrcMap users() {
        return users;
    }

    DaveReceiving dave() {
        return dave;
    }

    UdpWatchdog watchdog() {
        return watchdog;
    }

    FrameRouter router() {
        return router;
    }
}
