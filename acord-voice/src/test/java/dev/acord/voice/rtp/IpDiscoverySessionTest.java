package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.rtp.IpDiscoverySession.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpDiscoverySessionTest {
    private static final int SSRC = 0xFEDCBA98;
    private static final long MS = 1_000_000;

    private final IpDiscoverySession session = new IpDiscoverySession(SSRC);

    @BeforeEach
    void ask() {
        assertEquals(Step.SEND, session.poll(0));
    }

    private static byte[] response(int ssrc, String address, int port) {
        ByteBuffer response =
                ByteBuffer.allocate(74).putShort((short) 2).putShort((short) 70).putInt(ssrc);
        response.put(8, address.getBytes(StandardCharsets.ISO_8859_1));
        return response.putShort(72, (short) port).array();
    }

    private boolean handle(byte[] datagram) {
        return session.handleDatagram(datagram, 0, datagram.length, 0);
    }

    @Test
    void theRequestHas74BytesAsDocumented() {
        assertEquals("00010046fedcba98" + "00".repeat(66), HexFormat.of().formatHex(session.request()));
    }

    @Test
    void aResponseGivesAddressAndPort() {
        byte[] array = new byte[100];
        System.arraycopy(response(SSRC, "203.0.113.7", 65535), 0, array, 13, 74);

        assertTrue(session.handleDatagram(array, 13, 74, 5));
        assertEquals("203.0.113.7", session.address());
        assertEquals(65535, session.port());
        assertEquals(Step.DONE, session.poll(0));
    }

    @Test
    void requestsAreRepeatedWithGrowingWaitsAndThenItFails() {
        IpDiscoverySession lonely = new IpDiscoverySession(SSRC);
        long now = Long.MAX_VALUE - 100 * MS;
        long start = now;
        List<Long> sentMs = new ArrayList<>();
        Step step = lonely.poll(now);
        while (step != Step.FAILED) {
            if (step == Step.SEND) {
                sentMs.add((now - start) / MS);
            }
            assertEquals(Step.WAIT, lonely.poll(now));
            assertEquals(Step.WAIT, lonely.poll(lonely.nextPollNs() - 1));
            now = lonely.nextPollNs();
            step = lonely.poll(now);
        }

        assertEquals(List.of(0L, 100L, 250L, 475L, 812L, 1318L, 2078L, 3078L, 4078L, 5078L), sentMs);
        assertEquals(6078, (now - start) / MS);
        assertEquals(10, lonely.requests());
        assertEquals(Step.FAILED, lonely.poll(now + 1));
        byte[] late = response(SSRC, "203.0.113.7", 1);
        assertFalse(lonely.handleDatagram(late, 0, 74, now));
        assertThrows(IllegalStateException.class, lonely::address);
    }

    @Test
    void attemptsAndWaitsAreConfigurable() {
        IpDiscoverySession once = new IpDiscoverySession(SSRC, 1, 10 * MS);

        assertEquals(Step.SEND, once.poll(-5));
        assertEquals(-5 + 10 * MS, once.nextPollNs());
        assertEquals(Step.FAILED, once.poll(10 * MS));
        assertThrows(IllegalArgumentException.class, () -> new IpDiscoverySession(SSRC, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new IpDiscoverySession(SSRC, 17, 1));
        assertThrows(IllegalArgumentException.class, () -> new IpDiscoverySession(SSRC, 1, 0));
    }

    @Test
    void aLateResponseToAnEarlierRequestCounts() {
        assertEquals(Step.SEND, session.poll(300 * MS));

        assertTrue(handle(response(SSRC, "203.0.113.7", 5)));
    }

    @Test
    void aSecondResponseChangesNothing() {
        assertTrue(handle(response(SSRC, "203.0.113.7", 5)));

        assertFalse(handle(response(SSRC, "203.0.113.8", 6)));
        assertEquals("203.0.113.7", session.address());
    }

    @Test
    void responsesToOthersOrWithWrongFieldsAreIgnored() {
        assertFalse(handle(response(SSRC + 1, "203.0.113.7", 5)));
        assertFalse(handle(response(SSRC, "203.0.113.7", 0)));
        assertFalse(handle(session.request()));
        assertFalse(handle(Arrays.copyOf(response(SSRC, "203.0.113.7", 5), 73)));
        assertFalse(handle(Arrays.copyOf(response(SSRC, "203.0.113.7", 5), 75)));
        assertFalse(handle(response(SSRC, "1".repeat(64), 5)), "no NUL");
        assertFalse(
                new IpDiscoverySession(SSRC).handleDatagram(response(SSRC, "203.0.113.7", 5), 0, 74, 0),
                "nothing asked");
        assertEquals(Step.WAIT, session.poll(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "198.51.100.1",
                "::",
                "::1",
                "1::",
                "2001:db8::7",
                "2001:DB8:0:1:2:3:4:5",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:198.51.100.1",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:1.2.3.4"
            })
    void addressesInTextFormAreAccepted(String address) {
        assertTrue(handle(response(SSRC, address, 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "voice.example",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..2.3",
                "1.2.3.-4",
                ".1.2.3",
                "1.2.3.",
                "3232235777",
                "0x7f.1.1.1",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                ":1::",
                "::1:",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void otherTextIsNotAnAddressAndIsNeverLookedUp(String address) {
        assertFalse(handle(response(SSRC, address, 5)));
    }

    @Test
    void mutatedResponsesNeverThrow() {
        long seed = 4;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] datagram = response(SSRC, "2001:db8::198.51.100.1", 5);
            for (int n = random.nextInt(4); n >= 0; n--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            IpDiscoverySession asked = new IpDiscoverySession(SSRC);
            asked.poll(0);
            if (asked.handleDatagram(datagram, 0, random.nextInt(10) == 0 ? random.nextInt(74) : 74, 0)) {
                assertTrue(asked.port() > 0 && asked.address().indexOf(':') >= 0, "seed " + seed + " step " + i);
            }
        }
    }
}
