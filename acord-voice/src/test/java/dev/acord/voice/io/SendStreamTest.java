package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.voice.DropReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpHeader;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the socket, packet by packet; the test stands in for the pacer and for the server. */
class SendStreamTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    private static final int SSRC = 77;

    private record Received(int sequence, long timestamp, List<Byte> opus) {}

    private final List<String> events = new ArrayList<>();
    private final DropCounters drops = new DropCounters();
    private final SendStream stream = new SendStream(
            new SendStream.Events() {
                @Override
                public void onStarved(FrameFeed feed) {
                    events.add("starved");
                }

                @Override
                public void onRefilled(FrameFeed feed) {
                    events.add("refilled");
                }

                @Override
                public void onEnded(FrameFeed feed) {
                    events.add("ended");
                }

                @Override
                public void onStopped() {
                    events.add("stopped");
                }

                @Override
                public void onKeyExhausted() {
                    events.add("key exhausted");
                }
            },
            drops);
    private DatagramChannel server;
    private DatagramPort client;
    private UdpLoop receiving;
    private TransportCipher opener = TransportCipher.create(EncryptionMode.AES256_GCM, KEY);

    @BeforeEach
    void open() throws IOException {
        server = DatagramChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        receiving = new UdpLoop("test-udp");
        client = UdpPort.open((InetSocketAddress) server.getLocalAddress(), receiving);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        client.close();
        receiving.close();
    }

    private void path(int sequence, long timestamp, long nonce) {
        stream.path(new SendStream.Path(
                client,
                new RtpSender(
                        SSRC,
                        sequence,
                        timestamp,
                        TransportCipher.create(EncryptionMode.AES256_GCM, KEY),
                        new NonceCounter(nonce))));
    }

    /** One turn of the pacer; false when the stream has stopped. */
    private boolean step() {
        if (stream.prepare() == Paced.STOP) {
            return false;
        }
        stream.send(0);
        return true;
    }

    private int stepUntilStopped() {
        int steps = 0;
        while (step()) {
            steps++;
            assertTrue(steps < 1_000, "never stops");
        }
        return steps;
    }

    private List<Received> received() throws IOException {
        List<Received> all = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(2_048);
        while (server.receive(buffer) != null) {
            byte[] packet = Arrays.copyOf(buffer.array(), buffer.position());
            buffer.clear();
            int length = opener.openRtp(packet, 0, packet.length);
            assertTrue(length > 0, "not authentic");
            assertEquals(SSRC, RtpHeader.ssrc(packet, 0));
            List<Byte> opus = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                opus.add(packet[12 + i]);
            }
            all.add(new Received(RtpHeader.sequence(packet, 0), RtpHeader.timestamp(packet, 0), opus));
        }
        return all;
    }

    private static List<Byte> bytes(byte... values) {
        List<Byte> list = new ArrayList<>();
        for (byte value : values) {
            list.add(value);
        }
        return list;
    }

    /** Gives packets of 20 ms (one byte of Opus "DTX" each, told apart by their second byte), a gap where null, then the end. */
    private static FrameFeed feed(Integer... packets) {
        return new DirectFeed(new AudioSource() {
            private int next;

            @Override
            public int read(byte[] buffer, int offset) {
                if (next == packets.length) {
                    return END;
                }
                Integer packet = packets[next++];
                if (packet == null) {
                    return STARVED;
                }
                buffer[offset] = (byte) 0xFC;
                buffer[offset + 1] = packet.byteValue();
                return 2;
            }

            @Override
            public void close() {}
        });
    }

    @Test
    void packets_then_five_silence_frames_then_nothing() throws IOException {
        path(10, 1_000, 0);
        stream.want(feed(1, 2, 3));
        stream.begin(0);
        assertEquals(8, stepUntilStopped());
        List<Received> all = received();
        assertEquals(8, all.size());
        for (int i = 0; i < 8; i++) {
            assertEquals(10 + i, all.get(i).sequence());
            assertEquals(1_000 + 960L * i, all.get(i).timestamp());
            List<Byte> expected = i < 3 ? bytes((byte) 0xFC, (byte) (i + 1)) : bytes(SILENCE);
            assertEquals(expected, all.get(i).opus());
        }
        assertEquals(List.of("ended", "stopped"), events);
    }

    @Test
    void sequence_and_timestamp_wrap() throws IOException {
        path(65_534, 0xFFFF_FFFFL - 959, 0);
        stream.want(feed(1, 2, 3));
        stream.begin(0);
        stepUntilStopped();
        List<Received> all = received();
        assertEquals(
                List.of(65_534, 65_535, 0, 1),
                all.stream().map(Received::sequence).limit(4).toList());
        assertEquals(
                List.of(0xFFFF_FC40L, 0L, 960L, 1_920L),
                all.stream().map(Received::timestamp).limit(4).toList());
    }

    @Test
    void the_timestamp_goes_on_in_real_time_through_a_pause() throws IOException {
        path(0, 0, 0);
        FrameFeed feed = feed(1, 2, 3, 4);
        stream.want(feed);
        stream.begin(0);
        step();
        step();
        stream.want(null);
        assertEquals(5, stepUntilStopped(), "silence");
        // 7 packets were due at 0..120 ms; the next begins at 10 minutes, and one place of the grid later
        stream.want(feed);
        stream.begin(600_000_000_000L + 3_000_000);
        step();
        List<Received> all = received();
        assertEquals(7, all.get(7).sequence(), "no number is skipped");
        assertEquals(600_003L * 48, all.get(7).timestamp());
        assertEquals(bytes((byte) 0xFC, (byte) 3), all.get(7).opus());
    }

    @Test
    void a_pause_longer_than_the_timestamps_range_wraps_it() throws IOException {
        path(0, 0, 0);
        FrameFeed feed = feed(1, 2);
        stream.want(feed);
        stream.begin(0);
        step();
        stream.want(null);
        stepUntilStopped();
        stream.want(feed);
        long threeDaysMs = 3L * 24 * 3600 * 1000;
        stream.begin(threeDaysMs * 1_000_000);
        step();
        List<Received> all = received();
        assertEquals(threeDaysMs * 48 & 0xFFFF_FFFFL, all.get(all.size() - 1).timestamp());
    }

    @Test
    void a_starving_source_is_reported_once_and_time_goes_on() throws IOException {
        path(0, 0, 0);
        Integer[] script = new Integer[12];
        script[0] = 1;
        script[11] = 2;
        stream.want(feed(script));
        stream.begin(0);
        for (int i = 0; i < 12; i++) {
            assertTrue(step());
        }
        List<Received> all = received();
        assertEquals(7, all.size(), "a packet, five of silence, a packet");
        assertEquals(6, all.get(6).sequence());
        assertEquals(11 * 960, all.get(6).timestamp());
        assertEquals(List.of("starved", "refilled"), events);
        assertEquals(10, stream.starvedFrames());
    }

    /** The pacer's wheel on a clock of the test's own, stopped once. */
    private void playWithStall(int framesBefore, long stallMs, int framesAfter) {
        PacerWheel wheel = new PacerWheel(0);
        wheel.add(stream, 0);
        long nowNs = 0;
        for (int i = 0; i < framesBefore + framesAfter; i++) {
            nowNs = Math.max(nowNs, wheel.workNs());
            if (i == framesBefore) {
                nowNs += stallMs * 1_000_000;
            }
            wheel.prepare(nowNs);
            long time = Math.max(nowNs, wheel.deadlineNs());
            nowNs = time;
            wheel.send(() -> time);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {102, 119, 250, 700, 60_000})
    void a_stall_in_the_middle_of_audio_looks_like_a_pause_and_loses_nothing(long stallMs) throws IOException {
        path(65_530, 5_000, 0);
        stream.want(feed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        playWithStall(4, stallMs, 4);
        List<Received> all = received();
        assertEquals(13, all.size(), "four packets, five of silence, four packets");
        for (int i = 0; i < 13; i++) {
            assertEquals((65_530 + i) & 0xFFFF, all.get(i).sequence(), "no number is skipped");
            List<Byte> expected = i < 4
                    ? bytes((byte) 0xFC, (byte) (i + 1))
                    : i < 9 ? bytes(SILENCE) : bytes((byte) 0xFC, (byte) (i - 4));
            assertEquals(expected, all.get(i).opus());
            if (i < 9) {
                assertEquals(5_000 + 960L * i, all.get(i).timestamp(), "right after the last frame");
            }
        }
        long skipped = all.get(9).timestamp() - all.get(3).timestamp() - 960;
        long lateMs = stallMs - PacerWheel.LEAD_NS / PacerWheel.SLOT_NS;
        assertEquals(lateMs / 20 * 20 * 48, skipped, "the timestamp keeps the real time, in steps of the grid");
        assertEquals(all.get(9).timestamp() + 3 * 960, all.get(12).timestamp());
    }

    @Test
    void a_short_stall_is_caught_up_without_silence() throws IOException {
        path(0, 0, 0);
        stream.want(feed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        playWithStall(4, 90, 4);
        List<Received> all = received();
        assertEquals(8, all.size());
        assertEquals(7 * 960, all.get(7).timestamp());
    }

    @Test
    void a_stall_within_silence_only_completes_it_and_one_after_it_sends_nothing() throws IOException {
        path(0, 0, 0);
        Integer[] script = new Integer[40];
        script[0] = 1;
        stream.want(feed(script));
        playWithStall(3, 500, 10);
        assertEquals(6, received().size(), "a packet and five of silence, two of them before the stall");
        stream.skipped(500 * 48);
        assertEquals(0, received().size());
    }

    @Test
    void a_stall_before_the_first_packet_sends_no_silence() throws IOException {
        path(0, 0, 0);
        stream.want(feed(1, 2, 3));
        playWithStall(0, 500, 1);
        assertEquals(bytes((byte) 0xFC, (byte) 1), received().get(0).opus());
    }

    @Test
    void a_new_key_is_used_from_the_next_packet_on() throws IOException {
        path(0, 0, 0);
        stream.want(feed(1, 2));
        stream.begin(0);
        step();
        assertEquals(1, received().size());
        byte[] newKey = new byte[32];
        newKey[0] = 1;
        stream.rekey(new SendStream.Rekey(
                Objects.requireNonNull(stream.path()),
                TransportCipher.create(EncryptionMode.XCHACHA20_POLY1305, newKey),
                new NonceCounter(0)));
        opener = TransportCipher.create(EncryptionMode.XCHACHA20_POLY1305, newKey);
        step();
        List<Received> all = received();
        assertEquals(1, all.size());
        assertEquals(1, all.get(0).sequence());
    }

    @Test
    void a_new_key_of_a_session_in_which_nothing_was_sent_is_no_key_of_the_next_session() throws IOException {
        path(0, 0, 0);
        stream.rekey(new SendStream.Rekey(
                Objects.requireNonNull(stream.path()),
                TransportCipher.create(EncryptionMode.XCHACHA20_POLY1305, new byte[32]),
                new NonceCounter(0)));
        path(100, 0, 0);
        stream.want(feed(1));
        stream.begin(0);
        step();
        assertEquals(1, received().size(), "packets that open with the session's own key");
    }

    @Test
    void a_key_that_runs_out_is_reported_before_it_does_and_never_reused() throws IOException {
        path(0, 0, 0xFFFF_FFFEL);
        stream.want(feed(1, 2, 3, 4));
        stream.begin(0);
        for (int i = 0; i < 4; i++) {
            step();
        }
        assertEquals("key exhausted", events.get(0));
        assertEquals(2, received().size(), "two nonces were left");
        assertEquals(2, drops.of(DropReason.NONCE_EXHAUSTED));
    }

    @Test
    void without_a_session_it_stops_at_once() {
        stream.want(feed(1));
        stream.begin(0);
        assertEquals(0, stepUntilStopped());
        assertEquals(List.of("stopped"), events);
    }

    @Test
    void a_closed_socket_is_counted_and_not_thrown() throws IOException {
        path(0, 0, 0);
        stream.want(feed(1, 2));
        stream.begin(0);
        client.close();
        receiving.close();
        step();
        assertEquals(1, drops.of(DropReason.SEND_FAILED));
    }

    @Test
    void what_is_not_opus_ends_the_feed_with_a_reason() {
        FrameFeed feed = new DirectFeed(new AudioSource() {
            @Override
            public int read(byte[] buffer, int offset) {
                buffer[offset] = 1; // code 1: two frames of equal size, but an odd number of bytes follows
                buffer[offset + 1] = 7;
                return 2;
            }

            @Override
            public void close() {}
        });
        path(0, 0, 0);
        stream.want(feed);
        stream.begin(0);
        stepUntilStopped();
        assertEquals(
                "the audio source gave 2 bytes that are not an Opus packet",
                Objects.requireNonNull(feed.failure()).getMessage());
    }
}
