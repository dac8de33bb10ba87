package dev.acord.audio.ogg;

import dev.acord.audio.opus.OpusException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The comment header of Opus in Ogg (RFC 7845 section 5.2): who made the file, and comments of the form {@code NAME=value}.
 *
 * @param vendor the program that encoded the audio
 * @param comments the comments in their order, each {@code NAME=value}; the name is ASCII and its case does not matter
 */
public record OpusTags(String vendor, List<String> comments) {

    /** More comments than this are not kept. */
    static final int MAX_COMMENTS = 10_000;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'T', 'a', 'g', 's'};

    /**
     * Copies the list.
     *
     * @param vendor the program that encoded the audio
     * @param comments the comments in their order, each {@code NAME=value}; the name is ASCII and its case does not matter
     */
    public OpusTags {
        comments = List.copyOf(comments);
    }

    /**
     * Tags without comments.
     *
     * @param vendor the program that encoded the audio
     * @return new tags
     */
    public static OpusTags of(String vendor) {
        return new OpusTags(vendor, List.of());
    }

    /**
     * Whether bytes begin like this header.
     *
     * @param bytes holds the bytes
     * @param offset where they begin
     * @param length how many there are
     * @return whether they begin with {@code OpusTags}
     */
    public static boolean matches(byte[] bytes, int offset, int length) {
        return length >= MAGIC.length && Arrays.equals(bytes, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header.
     *
     * @param bytes holds the header
     * @param offset where it begins
     * @param length its bytes
     * @return the tags, of at most 10,000 comments
     * @throws OpusException if it is none, or a length in it is longer than the header
     */
    public static OpusTags parse(byte[] bytes, int offset, int length) throws OpusException {
        return parse(bytes, offset, length, true);
    }

    /** Reads a header of which only the beginning may be there, as when a cover picture in it exceeds what is kept of a packet. */
    static OpusTags parse(byte[] bytes, int offset, int length, boolean whole) throws OpusException {
        if (!matches(bytes, offset, length)) {
            throw new OpusException("No Opus comment header: it does not begin with \"OpusTags\"");
        }
        int end = offset + length;
        int at = offset + MAGIC.length;
        String vendor = string(bytes, at, end, "vendor");
        at += 4 + OggPage.int32(bytes, at);
        if (end - at < 4) {
            throw new OpusException("Opus comment header without a number of comments");
        }
        long count = OggPage.int32(bytes, at) & 0xFFFF_FFFFL;
        at += 4;
        List<String> comments = new ArrayList<>();
        for (long i = 0; i < Math.min(count, MAX_COMMENTS); i++) {
            if (!whole && !fits(bytes, at, end)) {
                break;
            }
            comments.add(string(bytes, at, end, "comment " + i + " of " + count));
            at += 4 + OggPage.int32(bytes, at);
        }
        return new OpusTags(vendor, comments);
    }

    /**
     * The first comment of a name.
     *
     * @param name the name, in any case, such as {@code TITLE}
     * @return its value, or empty
     */
    public Optional<String> first(String name) {
        return comments.stream()
                .filter(comment -> comment.length() > name.length()
                        && comment.charAt(name.length()) == '='
                        && comment.regionMatches(true, 0, name, 0, name.length()))
                .map(comment -> comment.substring(name.length() + 1))
                .findFirst();
    }

    /**
     * The header's bytes.
     *
     * @return new bytes
     */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        write(out, vendor);
        writeInt(out, comments.size());
        comments.forEach(comment -> write(out, comment));
        return out.toByteArray();
    }

    private static boolean fits(byte[] bytes, int at, int end) {
        return end - at >= 4 && (OggPage.int32(bytes, at) & 0xFFFF_FFFFL) <= end - at - 4;
    }

    private static String string(byte[] bytes, int at, int end, String what) throws OpusException {
        if (!fits(bytes, at, end)) {
            throw new OpusException("Opus comment header: " + what + " is longer than the header");
        }
        return new String(bytes, at + 4, OggPage.int32(bytes, at), StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream out, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        writeInt(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        byte[] bytes = new byte[4];
        OggPage.putInt32(bytes, 0, value);
        out.writeBytes(bytes);
    }
}
