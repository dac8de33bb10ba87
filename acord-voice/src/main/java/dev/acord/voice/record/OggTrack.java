package dev.acord.voice.record;

import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.voice.receive.JitterBuffer;
import dev.acord.voice.receive.JitterOptions;
import dev.acord.voice.receive.JitterStats;
import dev.acord.voice.receive.Playout;
import dev.acord.voice.receive.PlayoutKind;
import java.io.Closeable;
import java.io.IOException;

/**
 * One user's packets in an Ogg file, as they were sent, each at its time: pauses are filled with silence frames, and what is lost with packets
 * without content, for which a decoder makes up sound. So the file lasts as long as the recording, and every track is on the same clock, to
 * 2.5 ms, the shortest packet of Opus.
 *
 * <p>Not thread safe.
 */
final class OggTrack implements Closeable {
    /** What Opus encoders look ahead by at 48 kHz, almost all of them. */
    static final int PRE_SKIP = 312;

    private static final int STEP = OpusPacket.MIN_FRAME_SAMPLES;
    /** Silence frames of 20, 10, 5 and 2.5 ms (CELT, full band, the silence flag). */
    private static final byte[][] SILENCE = {
        {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE},
        {(byte) 0xF0, (byte) 0xFF, (byte) 0xFE},
        {(byte) 0xE8, (byte) 0xFF, (byte) 0xFE},
        {(byte) 0xE0, (byte) 0xFF, (byte) 0xFE}
    };

    private static final int LONGEST_SILENCE = 960;

    private final OggOpusWriter writer;
    private final JitterBuffer buffer;
    private final byte[] lost = new byte[1];
    private int lostSamples = LONGEST_SILENCE;
    private long written;

    /**
     * A track of a recording.
     *
     * @param writer the file, with its headers written; belongs to the track
     * @param options of the jitter buffer; without stretching, since packets stay as they are
     * @param startNs when the recording began
     */
    OggTrack(OggOpusWriter writer, JitterOptions options, long startNs) {
        this.writer = writer;
        this.buffer = new JitterBuffer(options.withStretching(false), startNs);
        lost[0] = SILENCE[0][0];
    }

    void put(int sequence, long timestamp, byte[] opus, long arrivalNs) {
        buffer.put(sequence, timestamp, opus, 0, opus.length, arrivalNs);
    }

    /** The user has another SSRC from now on. */
    void restart() {
        buffer.restart();
    }

    JitterStats stats() {
        return buffer.stats();
    }

    /** Writes what is due. */
    void advance(long nowNs) throws IOException {
        Playout playout = buffer.poll(nowNs);
        while (playout.kind() != PlayoutKind.NOTHING) {
            long end = playout.positionSamples() + playout.samples();
            switch (playout.kind()) {
                case PACKET -> {
                    silenceUntil(playout.positionSamples(), STEP);
                    packet(playout);
                }
                case LOST -> concealUntil(end);
                default -> silenceUntil(end - LONGEST_SILENCE, LONGEST_SILENCE);
            }
            playout = buffer.poll(nowNs);
        }
    }

    private void packet(Playout playout) throws IOException {
        byte[] packet = playout.packet();
        if (OpusPacket.samples(packet, 0, playout.packetLength()) != playout.packetSamples()) {
            concealUntil(playout.positionSamples() + playout.samples()); // no valid Opus
            return;
        }
        writer.write(packet, 0, playout.packetLength());
        written += playout.packetSamples();
        lostSamples = OpusPacket.frameSamples(packet[0]);
        lost[0] = (byte) (packet[0] & 0xFC); // the same, with one frame of no bytes
    }

    private void concealUntil(long end) throws IOException {
        while (end - written >= lostSamples) {
            writer.write(lost, 0, 1);
            written += lostSamples;
        }
    }

    /** Silence in steps of 20 ms and, as far as allowed, shorter ones. */
    private void silenceUntil(long end, int shortest) throws IOException {
        int samples = LONGEST_SILENCE;
        for (byte[] frame : SILENCE) {
            while (samples >= shortest && end - written >= samples) {
                writer.write(frame, 0, frame.length);
                written += samples;
            }
            samples /= 2;
        }
    }

    /** Ends the track at the end of the recording. */
    void finish(long nowNs, long startNs) throws IOException {
        advance(nowNs);
        silenceUntil(Math.floorDiv((nowNs - startNs) * 3, 62_500), STEP);
        close();
    }

    /** How much is in the file, in samples per channel at 48 kHz. */
    long writtenSamples() {
        return written;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
