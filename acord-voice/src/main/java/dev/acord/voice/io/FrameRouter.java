package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.RtpReceiver;
import dev.acord.voice.rtp.SsrcMap;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Brings received frames to the receivers, each under its user. The receiving thread calls it; receivers may come and go from any
 * thread.
 */
final class FrameRouter implements RtpReceiver.Sink {
    private final SsrcMap users;
    private final DaveReceiving dave;
    private final DropCounters drops;
    private final HeldFrames held;
    private final List<Consumer<VoiceFrame>> receivers = new CopyOnWriteArrayList<>();
    private volatile long received;
    private volatile long lastEchoNs;
    private long nowNs;

    FrameRouter(SsrcMap users, DaveReceiving dave, DropCounters drops) {
        this.users = users;
        this.dave = dave;
        this.drops = drops;
        this.held = new HeldFrames(drops);
    }

    void add(Consumer<VoiceFrame> receiver) {
        receivers.add(receiver);
    }

    void remove(Consumer<VoiceFrame> receiver) {
        receivers.remove(receiver);
    }

    long received() {
        return received;
    }

    /** When the last keepalive came back; 0 before the first. */
    long lastEchoNs() {
        return lastEchoNs;
    }

    /** The time of the datagram that is handled next. */
    void now(long timeNs) {
        nowNs = timeNs;
    }

    /** More may be known about users: hands out what waited for that. On the receiving thread. */
    void releaseHeld() {
        for (int ssrc : held.ssrcs()) {
            long user = users.userOf(ssrc);
            if (user != SsrcMap.NO_USER) {
                release(ssrc, user);
            }
        }
    }

    @Override
    public void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len) {
        received = received() + 1; // the receiving thread is the only writer
        if (receivers.isEmpty()) {
            return;
        }
        long user = users.userOf(ssrc);
        if (user == SsrcMap.NO_USER) {
            held.hold(ssrc, new HeldFrames.Held(sequence, timestamp, nowNs, Arrays.copyOfRange(buf, off, off + len)));
            return;
        }
        if (!held.isEmpty()) {
            release(ssrc, user);
        }
        deliver(user, ssrc, sequence, timestamp, nowNs, buf, off, len);
    }

    @Override
    public void onKeepaliveEcho(long counter) {
        lastEchoNs = nowNs;
    }

    private void release(int ssrc, long user) {
        List<HeldFrames.Held> frames = held.take(ssrc);
        if (frames != null) {
            for (HeldFrames.Held frame : frames) {
                byte[] held = frame.opus;
                deliver(user, ssrc, frame.sequence, frame.timestamp, frame.arrivalNs, held, 0, held.length);
            }
        }
    }

    /** Takes off the end-to-end encryption, which needs to know the user, and hands the frame to everybody who listens. */
    private void deliver(
            long user, int ssrc, int sequence, long timestamp, long arrivalNs, byte[] buf, int off, int len) {
        int length = dave.decrypt(user, buf, off, len, nowNs);
        if (length <= 0) {
            drops.count(DropReason.E2EE_FAILED);
            return;
        }
        byte[] opus = Arrays.copyOfRange(buf, off, off + length);
        VoiceFrame frame = new VoiceFrame(user, ssrc, sequence, timestamp, arrivalNs, opus, null);
        for (Consumer<VoiceFrame> receiver : receivers) {
            receiver.accept(frame);
        }
    }
}
