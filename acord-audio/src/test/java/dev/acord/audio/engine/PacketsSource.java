package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Packets from memory; may have no known length, be not seekable, fail or starve. */
final class PacketsSource implements AudioSource {

    private final List<byte[]> packets;
    private int at;
    private int failsAt = Integer.MAX_VALUE;
    private boolean live;
    private int starvesAt = Integer.MAX_VALUE;
    private int starvedReads;
    volatile boolean closed;

    PacketsSource(List<byte[]> packets) {
        this.packets = packets;
    }

    PacketsSource failingAt(int packet) {
        failsAt = packet;
        return this;
    }

    /** Nothing comes for some reads. */
    PacketsSource starvingAt(int packet, int reads) {
        starvesAt = packet;
        starvedReads = reads;
        return this;
    }

    PacketsSource live() {
        live = true;
        return this;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (at >= failsAt) {
            throw new IOException("broken at packet " + at);
        }
        if (at == starvesAt && starvedReads > 0) {
            starvedReads--;
            return STARVED;
        }
        if (at == packets.size()) {
            return END;
        }
        byte[] packet = packets.get(at++);
        System.arraycopy(packet, 0, buffer, offset, packet.length);
        return packet.length;
    }

    private long frameOf(int packet) {
        long frame = 0;
        for (byte[] each : packets.subList(0, packet)) {
            frame += OpusPacket.samples(each, 0, each.length);
        }
        return frame;
    }

    @Override
    public boolean isSeekable() {
        return !live;
    }

    @Override
    public Optional<Duration> duration() {
        return live ? Optional.empty() : Optional.of(PcmSource.timeOf(frameOf(packets.size())));
    }

    @Override
    public Duration seek(Duration position) {
        if (live) {
            throw new UnsupportedOperationException("live");
        }
        long target = PcmSource.framesOf(position);
        at = packets.size();
        while (at > 0 && frameOf(at) > target) {
            at--;
        }
        return PcmSource.timeOf(frameOf(at));
    }

    @Override
    public void close() {
        closed = true;
    }
}
