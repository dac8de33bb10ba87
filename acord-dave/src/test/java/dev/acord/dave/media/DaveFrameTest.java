package dev.acord.dave.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every rule of the description's "Protocol Frame Check". */
class DaveFrameTest {
    private static final byte[] TAG = new byte[8];
    private static final byte[] MEDIA = new byte[20];

    @Test
    void aFrameWithoutRangesIsRead() {
        DaveFrame frame = parsed(TestFrames.assemble(MEDIA, TAG, 0x12345678));
        assertEquals(20, frame.mediaLength());
        assertEquals(20, frame.cipherLength());
        assertEquals(0x12345678, frame.nonce());
        assertEquals(0, frame.rangeCount());
    }

    @Test
    void rangesAreReadAndMayTouchEachOtherAndTheEnd() {
        DaveFrame frame = parsed(TestFrames.assemble(MEDIA, TAG, -1, 0, 5, 5, 0, 5, 3, 18, 2));
        assertEquals(-1, frame.nonce());
        assertEquals(4, frame.rangeCount());
        assertEquals(10, frame.cipherLength());
        assertEquals(18, frame.rangeOffset(3));
        assertEquals(2, frame.rangeLength(3));
    }

    @Test
    void theMediaFrameMayBeEmpty() {
        byte[] frame = TestFrames.assemble(new byte[0], TAG, 1);
        assertEquals(12, frame.length);
        assertEquals(0, parsed(frame).mediaLength());
    }

    @Test
    void theViewReadsFromAnyPlaceOfAnArray() {
        byte[] frame = TestFrames.assemble(MEDIA, TAG, 300, 2, 3);
        byte[] around = new byte[frame.length + 30];
        System.arraycopy(frame, 0, around, 17, frame.length);
        DaveFrame view = new DaveFrame();
        assertTrue(view.parse(around, 17, frame.length));
        assertEquals(300, view.nonce());
        assertEquals(2, view.rangeOffset(0));
        assertFalse(view.parse(around, 17, frame.length + 1));
    }

    @Test
    void asManyRangesAsFitIntoTheSupplementAreRead() {
        int[] ranges = new int[242]; // 121 pairs of 2 bytes and 12 other bytes: 254
        DaveFrame frame = parsed(TestFrames.assemble(MEDIA, TAG, 1, ranges));
        assertEquals(121, frame.rangeCount());
        byte[] empty = TestFrames.assemble(new byte[0], TAG, 1, ranges);
        assertEquals(254, empty.length);
        assertTrue(DaveFrame.isProtocolFrame(empty, 0, empty.length));
    }

    @Test
    void framesWithoutTheMarkerAreRefused() {
        byte[] frame = TestFrames.assemble(MEDIA, TAG, 1);
        for (int at = frame.length - 2; at < frame.length; at++) {
            byte[] changed = frame.clone();
            changed[at] = (byte) 0xFB;
            assertRefused(changed);
        }
    }

    @Test
    void everyShorterPieceOfTheSmallestFrameIsRefused() {
        byte[] frame = TestFrames.assemble(new byte[0], TAG, 1);
        for (int length = 0; length < frame.length; length++) {
            assertRefused(Arrays.copyOf(frame, length));
            assertRefused(Arrays.copyOfRange(frame, frame.length - length, frame.length));
        }
    }

    @Test
    void aSupplementThatIsTooSmallOrLargerThanTheFrameIsRefused() {
        byte[] frame = TestFrames.assemble(MEDIA, TAG, 1);
        int sizeAt = frame.length - 3;
        for (int size = 0; size < 12; size++) {
            frame[sizeAt] = (byte) size;
            assertRefused(frame);
        }
        frame[sizeAt] = (byte) (frame.length + 1);
        assertRefused(frame);
        frame[sizeAt] = (byte) 255;
        assertRefused(frame);
    }

    @Test
    void anUnfinishedOrOverlongNonceIsRefused() {
        assertRefused(withFooter(0x80)); // no last byte
        assertRefused(withFooter(0x81, 0x80, 0x80, 0x80, 0x80, 0x00)); // 6 bytes
        assertRefused(withFooter(0xFF, 0xFF, 0xFF, 0xFF, 0x1F)); // 33 bits
        assertRefused(withFooter(0x81, 0x00)); // 1 in two bytes
        assertAccepted(withFooter(0xFF, 0xFF, 0xFF, 0xFF, 0x0F));
        assertAccepted(withFooter(0x00));
    }

    @Test
    void unfinishedRangesAreRefused() {
        assertRefused(withFooter(1, 5)); // an offset without a length
        assertRefused(withFooter(1, 5, 0x81));
        assertRefused(withFooter(1, 5, 0x81, 0x00));
        assertAccepted(withFooter(1, 5, 1));
    }

    @Test
    void rangesOutOfOrderOverlappingOrOutsideAreRefused() {
        assertRefused(TestFrames.assemble(MEDIA, TAG, 1, 10, 2, 0, 2));
        assertRefused(TestFrames.assemble(MEDIA, TAG, 1, 0, 6, 5, 2));
        assertRefused(TestFrames.assemble(MEDIA, TAG, 1, 0, 21));
        assertRefused(TestFrames.assemble(MEDIA, TAG, 1, 20, 1));
        assertRefused(TestFrames.assemble(MEDIA, TAG, 1, 21, 0));
        assertAccepted(TestFrames.assemble(MEDIA, TAG, 1, 0, 20));
    }

    @Test
    void rangesThatWouldOverflowAnIntAreRefused() {
        assertRefused(withFooter(1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F));
        assertRefused(withFooter(1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1));
        assertRefused(withFooter(1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07));
        assertRefused(withFooter(1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 1));
    }

    /** 20 bytes of media and a supplement with these bytes between tag and size. */
    private static byte[] withFooter(int... footer) {
        byte[] frame = new byte[MEDIA.length + 8 + footer.length + 3];
        for (int i = 0; i < footer.length; i++) {
            frame[MEDIA.length + 8 + i] = (byte) footer[i];
        }
        frame[frame.length - 3] = (byte) (8 + footer.length + 3);
        frame[frame.length - 2] = (byte) 0xFA;
        frame[frame.length - 1] = (byte) 0xFA;
        return frame;
    }

    private static DaveFrame parsed(byte[] frame) {
        DaveFrame view = new DaveFrame();
        assertTrue(view.parse(frame, 0, frame.length));
        return view;
    }

    private static void assertAccepted(byte[] frame) {
        assertTrue(DaveFrame.isProtocolFrame(frame, 0, frame.length));
    }

    private static void assertRefused(byte[] frame) {
        assertFalse(DaveFrame.isProtocolFrame(frame, 0, frame.length));
    }
}
