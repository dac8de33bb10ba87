package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packets made by hand after RFC 3550 section 6.4, and by others; then everything that is wrong with a packet. */
class RtcpReaderTest {
    private static final String BLOCK = "0000004d" + "33fffffe" + "00010005" + "000000f0" + "12345678" + "00018000";
    private static final ReceptionReport REPORT =
            new ReceptionReport(0x0A0B0C0D, 77, 0x33, -2, 65_541, 240, 0x12345678, 98_304);
    private static final String RECEIVER_REPORT = "81c90007" + "0a0b0c0d" + BLOCK;

    /** Two datagrams of ffmpeg 5.1.9's RTP muxer: a sender report without blocks, then SDES with a name. */
    private static final List<String> FFMPEG = List.of(
            "80c80006000004d2eeae0819a000000056e009c6000000000000000081ca0005000004d2010d61636f7264406578616d706c6500",
            "80c80006000004d2eeae081ea3d70a3d56e0a67e000000d800009cac81ca0005000004d2010d61636f7264406578616d706c6500");

    private final List<ReceptionReport> reports = new ArrayList<>();

    private int read(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        byte[] within = new byte[packet.length + 7];
        Arrays.fill(within, (byte) 0x81);
        System.arraycopy(packet, 0, within, 3, packet.length);
        return RtcpReader.read(within, 3, packet.length, reports::add);
    }

    private void refused(String hex) {
        assertEquals(RtcpReader.MALFORMED, read(hex), hex);
        assertEquals(List.of(), reports, "nothing of a packet that is wrong somewhere is used");
    }

    @Test
    void a_receiver_report_is_read_field_by_field() {
        assertEquals(1, read(RECEIVER_REPORT));
        assertEquals(List.of(REPORT), reports);
    }

    @Test
    void unsigned_fields_are_unsigned_and_the_loss_is_signed() {
        read("81c90007ffffffff" + "fffffffe" + "ff7fffff" + "ffffffff".repeat(4));
        long max = 0xFFFF_FFFFL;
        assertEquals(List.of(new ReceptionReport(-1, -2, 255, 8_388_607, max, max, max, max)), reports);
        reports.clear();
        read("81c9000700000001" + "00000002" + "00800000" + "00000000".repeat(4));
        assertEquals(-8_388_608, reports.get(0).cumulativeLost());
    }

    @Test
    void a_sender_report_has_its_blocks_after_five_words_about_the_sender() {
        assertEquals(2, read("82c80012" + "0a0b0c0d" + "99".repeat(20) + BLOCK + BLOCK));
        assertEquals(List.of(REPORT, REPORT), reports);
    }

    @Test
    void every_report_of_a_compound_packet_is_read_and_all_else_passed_over() {
        String description = "81ca0002" + "0a0b0c0d" + "01026162";
        String goodbye = "81cb0001" + "0a0b0c0d";
        assertEquals(2, read(RECEIVER_REPORT + description + RECEIVER_REPORT + goodbye));
        assertEquals(0, read("80c90001" + "0a0b0c0d" + description), "an empty report");
        assertEquals(0, read(goodbye), "RFC 5506: without a report before");
    }

    @Test
    void the_datagrams_of_ffmpeg_are_read_as_the_whole_they_are() {
        for (String datagram : FFMPEG) {
            assertEquals(0, read(datagram));
            assertEquals(1, read(RECEIVER_REPORT + datagram));
        }
    }

    @Test
    void extensions_and_padding_of_the_last_packet_are_passed_over() {
        assertEquals(1, read("81c90009" + "0a0b0c0d" + BLOCK + "0102030405060708"));
        assertEquals(1, read("a1c90008" + "0a0b0c0d" + BLOCK + "00000004"));
    }

    @Test
    void what_breaks_the_rules_is_refused_as_a_whole() {
        refused("");
        refused("81c9");
        refused("41c90007" + "0a0b0c0d" + BLOCK); // version 1
        refused("82c90007" + "0a0b0c0d" + BLOCK); // two blocks said, one there
        refused("81c80007" + "0a0b0c0d" + BLOCK); // no room for the sender's words
        refused("80c90000"); // no reporter
        refused("81c90008" + "0a0b0c0d" + BLOCK); // longer than the datagram
        refused("81c90006" + "0a0b0c0d" + BLOCK); // shorter: what follows is no header
        refused(RECEIVER_REPORT + "00");
        refused("81780007" + "0a0b0c0d" + BLOCK); // Opus is no RTCP
        refused("a1c90008" + "0a0b0c0d" + BLOCK + "00000004" + RECEIVER_REPORT); // padding before the end
        refused("a1c90008" + "0a0b0c0d" + BLOCK + "00000000"); // padding of nothing
        refused("a1c90008" + "0a0b0c0d" + BLOCK + "00000003"); // no whole words
        refused("a1c90008" + "0a0b0c0d" + BLOCK + "00000008"); // padding in the block
        refused("a1c90008" + "0a0b0c0d" + BLOCK + "000000fc"); // longer than the packet
        refused(RECEIVER_REPORT + "82c90007" + "0a0b0c0d" + BLOCK); // a good packet before a bad one
    }

    @Test
    void every_cut_of_a_compound_packet_is_read_or_refused() {
        String whole = RECEIVER_REPORT + FFMPEG.get(0);
        for (int bytes = 0; bytes < whole.length() / 2; bytes++) {
            reports.clear();
            boolean atBoundary = bytes == 32 || bytes == 60;
            assertEquals(atBoundary ? 1 : RtcpReader.MALFORMED, read(whole.substring(0, 2 * bytes)), bytes + " bytes");
        }
    }

    @Test
    void whatever_comes_it_ends_and_gives_no_more_than_fits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = HexFormat.of().parseHex(RECEIVER_REPORT + FFMPEG.get(1) + RECEIVER_REPORT);
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = Arrays.copyOf(good, 1 + random.nextInt(good.length + 8));
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                packet[random.nextInt(Math.min(packet.length, 40))] = (byte) random.nextInt();
            }
            reports.clear();
            int result = RtcpReader.read(packet, 0, packet.length, reports::add);
            assertTrue(result >= RtcpReader.MALFORMED, "seed " + seed);
            assertEquals(Math.max(0, result), reports.size(), "seed " + seed);
            assertTrue(reports.size() * 24 <= packet.length, "seed " + seed);
        }
    }
}
