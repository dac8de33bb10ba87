package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.acord.dave.LibdaveOracle;
import dev.acord.dave.call.DavePeer.Frame;
import dev.acord.dave.call.FakeCall.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames between one of ours and one libdave. */
class LibdaveMediaTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    /** The nonce's length changes after 127. */
    private static final int FRAMES = 300;

    private static @Nullable LibdaveOracle libdave;

    private FakeCall call = new FakeCall(160, 1, Map.of());
    private List<DavePeer> peers = List.of();

    @BeforeAll
    static void start() {
        libdave = LibdaveOracle.open();
    }

    @AfterAll
    static void stop() {
        if (libdave != null) {
            libdave.close();
        }
    }

    @BeforeEach
    void begin() {
        call = new FakeCall(160, 1, Map.of(Kind.LIBDAVE, Objects.requireNonNull(libdave)));
        peers = List.of(call.join(Kind.OURS), call.join(Kind.LIBDAVE));
        call.settle();
    }

    @AfterEach
    void end() {
        call.close();
    }

    private DavePeer other(DavePeer peer) {
        return peers.get(1 - peers.indexOf(peer));
    }

    private static Frame send(DavePeer sender, byte[] media) {
        byte[] sent = Objects.requireNonNull(sender.send(media), sender::toString);
        return new Frame(sender.user(), HEX.formatHex(media), HEX.formatHex(sent));
    }

    @Test
    void everyFrameOf160BytesIsHeardInBothDirections() {
        for (DavePeer sender : peers) {
            List<Frame> frames = new ArrayList<>();
            for (int i = 0; i < FRAMES; i++) {
                byte[] media = new byte[160];
                call.dice.nextBytes(media);
                frames.add(send(sender, media));
            }
            List<byte[]> heard = other(sender).receive(frames);
            for (int i = 0; i < FRAMES; i++) {
                assertArrayEquals(HEX.parseHex(frames.get(i).media()), heard.get(i), sender + ", frame " + i);
            }
        }
    }

    @Test
    void framesOfOneSizeCostTheSameFromBoth() {
        byte[] media = new byte[160];
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(
                    send(peers.get(0), media).sent().length(),
                    send(peers.get(1), media).sent().length(),
                    "frame " + i);
        }
    }

    @Test
    void framesThatComeInAnyOrderAreHeardOnce() {
        for (DavePeer sender : peers) {
            Frame first = send(sender, new byte[] {1});
            Frame second = send(sender, new byte[] {2});
            Frame third = send(sender, new byte[] {3});
            List<byte[]> heard = other(sender).receive(List.of(first, third, second, first, second, third));
            assertArrayEquals(new byte[] {1}, heard.get(0));
            assertArrayEquals(new byte[] {3}, heard.get(1));
            assertArrayEquals(new byte[] {2}, heard.get(2));
            heard.subList(3, 6).forEach(again -> assertNull(again, sender::toString));
        }
    }

    @Test
    void silenceIsHeardEncryptedAndPlain() {
        for (DavePeer sender : peers) {
            Frame sent = send(sender, SILENCE);
            Frame plain = new Frame(sender.user(), sent.media(), sent.media());
            List<byte[]> heard = other(sender).receive(List.of(sent, plain));
            assertArrayEquals(SILENCE, heard.get(0), sender::toString);
            assertArrayEquals(SILENCE, heard.get(1), sender::toString);
        }
    }

    @Test
    void weRefuseOtherPlainFrames() {
        assertNull(peers.get(0)
                .receive(List.of(new Frame(peers.get(1).user(), "", "f8fffe00")))
                .get(0));
    }

    /** libdave lets plain frames pass for 10 s more; what is damaged behind the nonce is one to it. */
    @Test
    void aFrameWithAChangedByteIsRefused() {
        for (DavePeer sender : peers) {
            String sent = send(sender, new byte[] {1, 2, 3, 4}).sent();
            int trailer = FakeCall.kindOf(other(sender)) == Kind.OURS ? 0 : 3;
            for (int at = 0; at < sent.length() / 2 - trailer; at++) {
                byte[] changed = HEX.parseHex(sent);
                changed[at] ^= 1;
                Frame frame = new Frame(sender.user(), "", HEX.formatHex(changed));
                assertNull(other(sender).receive(List.of(frame)).get(0), sender + ", byte " + at);
            }
            Frame unchanged = new Frame(sender.user(), "", sent);
            assertNotNull(other(sender).receive(List.of(unchanged)).get(0));
        }
    }
}
