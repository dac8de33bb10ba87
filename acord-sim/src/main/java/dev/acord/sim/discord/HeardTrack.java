package dev.acord.sim.discord;

import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packets of one speaker, and the sound that they make. Packets are put in the order of their sequence numbers; the RTP timestamp says
 * where they belong. Where it stands still through a pause, as some clients have it, the arrival after a silence frame does. Not thread safe.
 */
final class HeardTrack {
    /** Five minutes of packets; the oldest are forgotten. */
    static final int MAX_PACKETS = 15_000;

    private static final int MAX_FRAMES = 10 * 60 * PcmSource.SAMPLE_RATE_HZ;
    private static final int MAX_PACKET_FRAMES = 5_760;
    private static final int PACKET_FRAMES = 960;
    /** How late a packet may be before a pause of the speaker is a better explanation than the network. */
    private static final int PAUSE_FRAMES = PcmSource.SAMPLE_RATE_HZ / 5;

    private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;
    private static final byte[] SILENCE = OpusPacket.silence();

    private static final class Packet {
        final long timestamp;
        final long arrivalNs;
        final byte[] opus;

        Packet(long timestamp, long arrivalNs, byte[] opus) {
            this.timestamp = timestamp;
            this.arrivalNs = arrivalNs;
            this.opus = opus;
        }
    }

    /** The packets of one SSRC, by sequence number without wrap. */
    private static final class Segment {
        final int ssrc;
        final TreeMap<Long, Packet> packets = new TreeMap<>();
        long highest;

        Segment(int ssrc) {
            this.ssrc = ssrc;
        }
    }

    private final List<Segment> segments = new ArrayList<>();
    private int count;

    void add(int ssrc, int sequence, long timestamp, long arrivalNs, byte[] opus) {
        Segment segment = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (segment == null || segment.ssrc != ssrc) {
            segment = new Segment(ssrc);
            segment.highest = sequence;
            segments.add(segment);
        }
        long extended = segment.highest + (short) (sequence - (int) segment.highest);
        segment.highest = Math.max(segment.highest, extended);
        if (segment.packets.putIfAbsent(extended, new Packet(timestamp, arrivalNs, opus)) == null
                && ++count > MAX_PACKETS) {
            Segment oldest = segments.get(0);
            oldest.packets.pollFirstEntry();
            count--;
            if (oldest.packets.isEmpty()) {
                segments.remove(0);
            }
        }
    }

    int packets() {
        return count;
    }

    /** How many packets are more than silence. */
    long soundingPackets() {
        return segments.stream()
                .flatMap(each -> each.packets.values().stream())
                .filter(each -> !Arrays.equals(each.opus, SILENCE))
                .count();
    }

    Heard heard() {
        Sound sound = new Sound();
        for (Segment segment : segments) {
            sound.add(segment);
        }
        return new Heard(Arrays.copyOf(sound.pcm, 2 * sound.frames), sound.gaps, count);
    }

    /** The sound as it is put together. */
    private static final class Sound {
        short[] pcm = new short[2 * PcmSource.SAMPLE_RATE_HZ];
        int frames;
        final List<Span> gaps = new ArrayList<>();
        private final short[] block = new short[2 * MAX_PACKET_FRAMES];
        private long originNs;
        private boolean begun;

        void add(Segment segment) {
            long lastSequence = 0;
            Packet last = null;
            int lastFrames = 0;
            try (OpusDecoder decoder = OpusDecoder.create(2)) {
                for (Map.Entry<Long, Packet> each : segment.packets.entrySet()) {
                    Packet packet = each.getValue();
                    if (!begun) {
                        begun = true;
                        originNs = packet.arrivalNs;
                    }
                    if (last == null) {
                        pause(late(packet)); // a new stream begins when its first packet comes
                    } else {
                        long missing = each.getKey() - lastSequence - 1;
                        long hole = ((packet.timestamp - last.timestamp) & TIMESTAMP_MASK) - lastFrames;
                        between(packet, last, missing, hole < 0 || hole > MAX_FRAMES ? 0 : hole);
                    }
                    lastFrames = decode(decoder, packet.opus);
                    last = packet;
                    lastSequence = each.getKey();
                }
            }
        }

        private void between(Packet packet, Packet last, long missing, long hole) {
            if (missing > 0) {
                long length = Math.max(hole, PACKET_FRAMES);
                gaps.add(new Span(PcmSource.timeOf(frames), PcmSource.timeOf(length)));
                pause(length);
            } else {
                boolean afterSilence = Arrays.equals(last.opus, SILENCE);
                long late = late(packet);
                pause(afterSilence && late > PAUSE_FRAMES ? Math.max(hole, late) : hole);
            }
        }

        /** By how much a packet came after its place if it follows at once. */
        private long late(Packet packet) {
            return (packet.arrivalNs - originNs) * 6 / 125_000 - frames; // 48,000 frames in 10^9 ns
        }

        private void pause(long length) {
            if (length > 0) {
                room(length);
                frames += (int) length; // the array is zero there
            }
        }

        private int decode(OpusDecoder decoder, byte[] opus) {
            int decoded;
            try {
                decoded = decoder.decode(opus, 0, opus.length, block, 0, MAX_PACKET_FRAMES);
            } catch (OpusException e) {
                // what cannot be decoded is not heard, as if it were missing
                gaps.add(new Span(PcmSource.timeOf(frames), PcmSource.timeOf(PACKET_FRAMES)));
                pause(PACKET_FRAMES);
                return PACKET_FRAMES;
            }
            room(decoded);
            System.arraycopy(block, 0, pcm, 2 * frames, 2 * decoded);
            frames += decoded;
            return decoded;
        }

        private void room(long more) {
            long needed = frames + more;
            if (needed > MAX_FRAMES) {
                throw new IllegalStateException(
                        "more than 10 minutes between the first and the last that was heard; call forget() in between");
            }
            if (2 * needed > pcm.length) {
                pcm = Arrays.copyOf(pcm, (int) Math.max(2 * needed, 2L * pcm.length));
            }
        }
    }
}
