package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpHeader;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends: packets of a feed, five silence frames at every pause, nothing while there is nothing to say. The RTP
 * timestamp follows real time throughout.
 *
 * <p>The pacing thread owns it. Other threads set what is wanted ({@link #want}, {@link #path}), each as one volatile reference; the
 * pacing thread takes it over before its next packet.
 */
public final class SendStream implements Paced {
    static final int FRAME_SAMPLES = 960;
    private static final int SILENCE_FRAMES = 5;
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    /** A new key is wanted this many packets (over two days) before the nonces run out. */
    private static final long NONCE_MARGIN = 10_000_000;

    /** What the stream reports; called by the pacing thread, must not block. */
    public interface Events {
        /** The feed gives nothing just now. */
        void onStarved(FrameFeed feed);

        /** A starved feed gives packets again. */
        void onRefilled(FrameFeed feed);

        /** The feed is at its end, or has failed; its last packet and the silence after it have been sent. */
        void onEnded(FrameFeed feed);

        /** The stream has fallen silent and left the pacer. */
        void onStopped();

        /** A new transport key is needed soon. */
        void onKeyExhausted();
    }

    /** The socket and the sender of one session. */
    public static final class Path {
        private final DatagramPort port;
        private final RtpSender sender;

        /** A path over a socket. */
        public Path(DatagramPort port, RtpSender sender) {
            this.port = port;
            this.sender = sender;
        }

        DatagramPort port() {
            return port;
        }

        RtpSender sender() {
            return sender;
        }
    }

    /** A new key for the running session: for this path and no later one. */
    record Rekey(Path path, TransportCipher cipher, NonceCounter nonces) {}

    private final Events events;
    private final DropCounters drops;
    private final LatenessHistogram lateness = new LatenessHistogram();
    private final OutgoingPacket silence = new OutgoingPacket();
    private volatile @Nullable FrameFeed wanted;
    private volatile @Nullable Path path;
    private volatile @Nullable Rekey rekey;

    private @Nullable FrameFeed current;
    private @Nullable FrameFeed ended;
    private @Nullable Path activePath;
    private @Nullable OutgoingPacket prepared;
    private boolean preparedIsFeeds;
    private int preparedOffset;
    private int preparedBytes;
    private int preparedSamples;
    private int silenceLeft;
    /** Since the stream began, or began on this path, audio has been sent. */
    private boolean audible;

    private boolean starving;
    private boolean exhaustionReported;
    private long nextDeadlineNs;
    private boolean begun;

    private volatile long packetsSent;
    private volatile long bytesSent;
    private volatile long starvedFrames;

    /** A stream that sends nothing until it has a path and something to send. */
    public SendStream(Events events, DropCounters drops) {
        this.events = events;
        this.drops = drops;
        silence.set(SILENCE, 0, SILENCE.length, FRAME_SAMPLES);
    }

    /** Any thread: what to send; null for silence. */
    public void want(@Nullable FrameFeed feed) {
        wanted = feed;
    }

    /** Any thread: where to send; null while there is no session. */
    public void path(@Nullable Path newPath) {
        path = newPath;
    }

    /** Any thread: the running session's new key. */
    void rekey(Rekey newKey) {
        rekey = newKey;
    }

    @Nullable
    Path path() {
        return path;
    }

    @Override
    public void begin(long firstDeadlineNs) {
        if (begun) {
            addToTimestamp(Math.round((firstDeadlineNs - nextDeadlineNs) * 48 / 1e6));
        }
        begun = true;
        nextDeadlineNs = firstDeadlineNs;
        silenceLeft = SILENCE_FRAMES;
        audible = false;
        starving = false;
    }

    @Override
    public int prepare() {
        takePath();
        prepared = null;
        FrameFeed feed = wanted;
        if (feed != current) {
            current = feed;
            starving = false;
        }
        if (activePath == null) {
            return stop();
        }
        OutgoingPacket packet = feed == null || feed == ended ? null : feed.peek();
        if (packet != null && feed != null) {
            silenceLeft = SILENCE_FRAMES;
            audible = true;
            if (starving) {
                starving = false;
                events.onRefilled(feed);
            }
            preparedIsFeeds = true;
            return seal(packet);
        }
        boolean mayEnd = feed == null || feed == ended || !stillAwaited(feed);
        if (silenceLeft > 0) {
            silenceLeft--;
            preparedIsFeeds = false;
            return seal(silence);
        }
        if (mayEnd) {
            if (feed != null && feed == ended) {
                events.onEnded(feed);
            }
            return stop();
        }
        preparedSamples = FRAME_SAMPLES;
        return FRAME_SAMPLES;
    }

    /** Looks at why a feed gave nothing, and reports it once. Returns whether a packet may still come soon. */
    private boolean stillAwaited(FrameFeed feed) {
        switch (feed.gap()) {
            case ENDED -> {
                ended = feed;
                return false;
            }
            case IDLE -> {
                return false;
            }
            case STARVED -> {
                starvedFrames = starvedFrames() + 1;
                if (!starving) {
                    starving = true;
                    events.onStarved(feed);
                }
                return true;
            }
        }
        throw new AssertionError(feed.gap());
    }

    private int seal(OutgoingPacket packet) {
        preparedSamples = packet.samples();
        RtpSender sender = activeSender();
        // silence is one packet that is used again, and sealing overwrites what it seals
        if (packet == silence) {
            silence.set(SILENCE, 0, SILENCE.length, FRAME_SAMPLES);
        }
        int total = sender.prepare(packet.bytes(), OutgoingPacket.HEAD_BYTES, packet.payloadBytes());
        if (total > 0) {
            prepared = packet;
            preparedOffset = OutgoingPacket.HEAD_BYTES - RtpHeader.BYTES;
            preparedBytes = total;
        } else {
            drops.count(reasonOf(total));
            releasePacket();
        }
        if (!exhaustionReported && sender.nonceNearlyExhausted(NONCE_MARGIN)) {
            exhaustionReported = true;
            events.onKeyExhausted();
        }
        return preparedSamples;
    }

    private static DropReason reasonOf(int status) {
        return switch (status) {
            case RtpSender.E2EE_FAILED -> DropReason.E2EE_FAILED;
            case RtpSender.NONCE_EXHAUSTED -> DropReason.NONCE_EXHAUSTED;
            default -> DropReason.FRAME_TOO_LARGE;
        };
    }

    @Override
    public void send(long lateNs) {
        OutgoingPacket packet = prepared;
        if (packet != null) {
            lateness.record(lateNs);
            write(packet);
            releasePacket();
        }
        addToTimestamp(preparedSamples);
        nextDeadlineNs += (long) preparedSamples * 62_500 / 3;
    }

    private void write(OutgoingPacket packet) {
        Path to = activePath;
        if (to == null) {
            return;
        }
        try {
            int written = to.port().write(packet.wire(preparedOffset, preparedBytes));
            if (written > 0) {
                packetsSent = packetsSent() + 1;
                bytesSent = bytesSent() + written;
            } else {
                drops.count(DropReason.SEND_BUFFER_FULL);
            }
        } catch (IOException e) {
            // an unreachable port shows here and may be gone with the next packet; the session's own watchdogs decide
            drops.count(DropReason.SEND_FAILED);
        }
    }

    private void releasePacket() {
        FrameFeed feed = current;
        if (preparedIsFeeds && feed != null) {
            feed.release();
        }
        prepared = null;
        preparedIsFeeds = false;
    }

    /**
     * The pacer could not run for at least {@value PacerWheel#MAX_CATCH_UP_MS} ms: a pause that nobody announced, maybe in the middle of
     * audio. The source has lost nothing and goes on where it was; the timestamp goes on in real time, because receivers that were given
     * the missing time instead would play that much later from then on.
     *
     * <p>What receivers must not see is a timestamp that jumps behind audio: a decoder may interpolate from the last frame before to the
     * first one after, and the service expects five silence frames before every pause. So these are sent now, all at once, with the
     * timestamps right after the last frame, where they belong: what arrives has the sequence numbers and timestamps of a regular pause,
     * and no audio is delayed for it. libwebrtc's jitter buffer has concealed that time by then, drops the late silence, and takes the
     * next frame, which is on time by its timestamp, as the end of the gap.
     */
    @Override
    public void skipped(int samples) {
        Path before = activePath;
        takePath();
        boolean jumps = audible && before != null && before == activePath;
        int left = samples;
        while (jumps && silenceLeft > 0 && left >= FRAME_SAMPLES) {
            silenceLeft--;
            preparedIsFeeds = false;
            seal(silence);
            OutgoingPacket packet = prepared;
            if (packet != null) {
                write(packet);
                releasePacket();
            }
            addToTimestamp(FRAME_SAMPLES);
            left -= FRAME_SAMPLES;
        }
        addToTimestamp(left);
        nextDeadlineNs += (long) samples * 62_500 / 3;
    }

    private int stop() {
        events.onStopped();
        return STOP;
    }

    private void takePath() {
        Path next = path;
        if (next != activePath) {
            activePath = next;
            audible = false;
            exhaustionReported = false;
        }
        Rekey newKey = rekey;
        if (newKey != null && next != null && newKey.path() == next) {
            rekey = null;
            next.sender().rekey(newKey.cipher(), newKey.nonces());
            exhaustionReported = false;
        }
    }

    private RtpSender activeSender() {
        Path to = activePath;
        if (to == null) {
            throw new IllegalStateException("no session");
        }
        return to.sender();
    }

    /** Time that passes while there is no session belongs to no timestamp. */
    private void addToTimestamp(long samples) {
        takePath();
        if (activePath == null) {
            return;
        }
        // a sender takes an int of samples at a time; a pause may be longer than that
        long left = samples;
        while (left > 0) {
            int step = (int) Math.min(left, 1 << 30);
            activePath.sender().advance(step);
            left -= step;
        }
    }

    /** Packets handed to the operating system. */
    public long packetsSent() {
        return packetsSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    long starvedFrames() {
        return starvedFrames;
    }

    LatenessHistogram lateness() {
        return lateness;
    }
}
