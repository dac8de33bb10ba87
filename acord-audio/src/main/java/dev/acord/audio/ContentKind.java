package dev.acord.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What bytes are, by how they begin.
 *
 * @param route who can play them
 * @param description what they are, for messages
 */
record ContentKind(Route route, String description) {

    /** Who can play something. */
    enum Route {
        /** Nobody: there is nothing. */
        NOTHING,
        /** The Ogg reader, if it is Opus. */
        OGG,
        /** The WebM reader, if it is Opus. */
        WEBM,
        /** Java's readers of samples, nearly always. */
        SAMPLED,
        /** ffmpeg, or a decoder of the class path. */
        DECODER,
        /** Nobody: it is no audio. */
        NO_AUDIO
    }

    /** Bytes that all magic numbers are in. */
    private static final int MAGIC_BYTES = 12;

    /** Bytes that it takes to tell text from what only begins like it. */
    static final int PROBE_BYTES = 512;

    /** Beginnings that are unmistakable, as offset, bytes in hexadecimal, route and name. The first that fits counts. */
    private static final Magic[] MAGICS = {
        new Magic(0, "4F676753", Route.OGG, "Ogg"),
        new Magic(0, "1A45DFA3", Route.WEBM, "WebM or Matroska"),
        new Magic(8, "57415645", Route.SAMPLED, "WAV"),
        new Magic(8, "41494646", Route.SAMPLED, "AIFF"),
        new Magic(8, "41494643", Route.SAMPLED, "AIFF-C"),
        new Magic(0, "2E736E64", Route.SAMPLED, "AU"),
        new Magic(0, "494433", Route.DECODER, "audio with an ID3 tag, as MP3 has it"),
        new Magic(0, "664C6143", Route.DECODER, "FLAC"),
        new Magic(4, "66747970", Route.DECODER, "MP4 or M4A"),
        new Magic(0, "3026B2758E66CF11", Route.DECODER, "ASF, as WMA files are"),
        new Magic(0, "4D414320", Route.DECODER, "Monkey's Audio"),
        new Magic(0, "7776706B", Route.DECODER, "WavPack"),
        new Magic(0, "2321414D52", Route.DECODER, "AMR"),
        new Magic(0, "63616666", Route.DECODER, "CAF"),
        new Magic(0, "464C5601", Route.DECODER, "FLV"),
        new Magic(0, "4D546864", Route.NO_AUDIO, "MIDI notes"),
        new Magic(8, "57454250", Route.NO_AUDIO, "a WebP picture"),
        new Magic(0, "89504E470D0A1A0A", Route.NO_AUDIO, "a PNG picture"),
        new Magic(0, "FFD8FF", Route.NO_AUDIO, "a JPEG picture"),
        new Magic(0, "47494638", Route.NO_AUDIO, "a GIF picture"),
        new Magic(0, "255044462D", Route.NO_AUDIO, "a PDF document"),
        new Magic(0, "504B0304", Route.NO_AUDIO, "a ZIP archive"),
        new Magic(0, "1F8B08", Route.NO_AUDIO, "gzip-compressed data"),
        new Magic(0, "377ABCAF271C", Route.NO_AUDIO, "a 7z archive"),
        new Magic(0, "7F454C46", Route.NO_AUDIO, "a program"),
        new Magic(0, "CAFEBABE", Route.NO_AUDIO, "a Java class")
    };

    private static final String UNKNOWN = "an unknown form of data";

    private record Magic(int offset, String hex, Route route, String name) {

        boolean fits(byte[] start) {
            int bytes = hex.length() / 2;
            if (start.length < offset + bytes) {
                return false;
            }
            for (int i = 0; i < bytes; i++) {
                if ((start[offset + i] & 0xFF) != Integer.parseInt(hex, 2 * i, 2 * i + 2, 16)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Reads no more than is needed to tell: {@value #MAGIC_BYTES} bytes mostly, so that a live stream need not have more yet. */
    static ContentKind probe(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC_BYTES);
        ContentKind kind = of(start);
        if (kind.isCertain() || start.length < MAGIC_BYTES) {
            return kind;
        }
        byte[] more = Arrays.copyOf(start, PROBE_BYTES);
        int read = in.readNBytes(more, start.length, PROBE_BYTES - start.length);
        return of(Arrays.copyOf(more, start.length + read));
    }

    /** Tells by up to {@link #PROBE_BYTES} bytes; fewer only when there are no more. */
    static ContentKind of(byte[] start) {
        if (start.length == 0) {
            return new ContentKind(Route.NOTHING, "nothing");
        }
        for (Magic magic : MAGICS) {
            if (magic.fits(start)) {
                return new ContentKind(magic.route, magic.name);
            }
        }
        if (start.length >= 2 && (start[0] & 0xFF) == 0xFF && (start[1] & 0xE0) == 0xE0) {
            boolean adts = (start[1] & 0xF6) == 0xF0;
            return new ContentKind(Route.DECODER, adts ? "AAC" : "MP3");
        }
        if (isText(start)) {
            return new ContentKind(Route.NO_AUDIO, "text that begins with \"" + excerpt(start) + "\"");
        }
        return new ContentKind(Route.DECODER, UNKNOWN + " that begins with " + hex(start));
    }

    /** Whether more bytes would not change the answer. */
    private boolean isCertain() {
        return route != Route.NO_AUDIO && !description.startsWith(UNKNOWN);
    }

    private static boolean isText(byte[] start) {
        for (byte b : start) {
            if ((b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f') || b == 0x7F) {
                return false;
            }
        }
        // the last character may be cut off
        for (int cut = 0; cut < Math.min(4, start.length); cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(start, 0, start.length - cut));
                return true;
            } catch (CharacterCodingException e) {
                // tried again without the last byte
            }
        }
        return false;
    }

    private static String excerpt(byte[] text) {
        String beginning = new String(text, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        return beginning.length() <= 40 ? beginning : beginning.substring(0, 40) + "...";
    }

    private static String hex(byte[] start) {
        StringBuilder hex = new StringBuilder("bytes");
        for (int i = 0; i < Math.min(8, start.length); i++) {
            hex.append(String.format(" %02x", start[i]));
        }
        return hex.toString();
    }
}
