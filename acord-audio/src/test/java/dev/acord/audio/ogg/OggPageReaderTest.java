package dev.acord.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OggPageReaderTest {

    @Test
    void theChecksumHasTheCatalogueValueOfItsPolynomial() {
        // CRC-32/CKSUM of "123456789" is 765E7680; it differs from Ogg's in its final inversion only
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(~0x765E_7680, OggCrc.update(0, digits, 0, 9));
    }

    @Test
    void theChecksumDoesNotDependOnHowTheBytesAreCut() {
        byte[] bytes = new byte[1_000];
        new Random(5).nextBytes(bytes);
        int whole = OggCrc.update(0, bytes, 0, bytes.length);
        for (int cut = 0; cut <= 40; cut++) {
            int crc = OggCrc.update(0, bytes, 0, cut);
            assertEquals(whole, OggCrc.update(crc, bytes, cut, bytes.length - cut), "cut at " + cut);
        }
    }

    @Test
    void readsThePagesOfAFileMadeByOpusenc() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file));
        int count = 0;
        long end = 0;
        while (pages.next()) {
            assertEquals(1234, pages.serial());
            assertEquals(count, pages.sequence());
            assertEquals(end, pages.offset());
            assertEquals(count == 0, pages.isFirst());
            assertFalse(pages.isContinued());
            end += pages.length();
            assertEquals(end, pages.position());
            assertEquals(end == file.length, pages.isLast());
            count++;
        }
        assertTrue(count >= 4, count + " pages");
        assertEquals(file.length, end);
        assertFalse(pages.next(), "the end stays the end");
    }

    @Test
    void aFlippedBitIsNamedWithThePageItIsIn() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file));
        pages.next();
        pages.next();
        long third = pages.position();
        file[(int) third + 400] ^= 8;
        OggPageReader damaged = new OggPageReader(new ByteArrayInputStream(file));
        assertTrue(damaged.next());
        assertTrue(damaged.next());
        OggException e = assertThrows(OggException.class, damaged::next);
        assertEquals(third, e.offset());
        assertTrue(e.getMessage().contains("checksum"), e.getMessage());
        assertFalse(e.isTruncated());
        assertTrue(damaged.resync() > 400);
        assertTrue(damaged.next(), "the page after the damaged one");
        assertEquals(3, damaged.sequence());
    }

    @Test
    void neverSkipsForeignBytesByItself() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        byte[] prefixed = new byte[file.length + 10];
        Arrays.fill(prefixed, 0, 10, (byte) 'O');
        System.arraycopy(file, 0, prefixed, 10, file.length);
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(prefixed));
        OggException e = assertThrows(OggException.class, pages::next);
        assertTrue(e.getMessage().contains("Not an Ogg file"), e.getMessage());
        assertEquals(10, pages.resync());
        assertTrue(pages.next());
        assertEquals(10, pages.offset());
    }

    @Test
    void saysThatATruncatedFileIsTruncatedWhereverItIsCut() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        for (int length = 0; length < file.length; length += 7) {
            OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file, 0, length));
            try {
                while (pages.next()) {
                    assertTrue(pages.position() <= length);
                }
                assertEquals(length, pages.position(), "ended inside of a page without saying so");
            } catch (OggException e) {
                assertTrue(e.isTruncated(), e.getMessage());
                assertEquals(length, e.offset());
                assertEquals(-1, pages.resync());
            }
        }
    }

    @Test
    void waitsForNoMoreBytesThanAPageHas() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        ByteArrayInputStream oneByOne = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, 1);
            }
        };
        OggPageReader pages = new OggPageReader(oneByOne);
        while (pages.next()) {
            assertEquals(pages.position(), file.length - oneByOne.available());
        }
    }
}
