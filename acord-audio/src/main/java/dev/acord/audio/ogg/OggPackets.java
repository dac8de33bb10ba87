package dev.acord.audio.ogg;

import java.util.Arrays;

/**
 * Takes the packets of one logical stream out of its pages (RFC 3533 section 5), joining those that span pages. Reads nothing by itself.
 *
 * <p>Driving order: {@link #begin} with each page of the stream, then {@link #next()} until it returns {@code false}. Not thread safe.
 */
public final class OggPackets {

    /** How a page joins on to the page before it. */
    public enum Continuity {
        /** It is the next page. */
        CONTINUOUS,
        /** Pages are missing in between, or came in the wrong order. */
        PAGES_LOST,
        /** It is the next page by its number, but one says that a packet is continued and the other does not. */
        PACKET_CUT
    }

    private final int maxBytes;
    private byte[] packet = new byte[4_096];
    private int kept;
    private long length;
    private boolean open;
    private boolean started;
    private boolean skipping;
    private int expected;
    private int missing;
    private byte[] body = packet;
    private int[] lacing = new int[OggPage.MAX_SEGMENTS];
    private int segments;
    private int segment;
    private int at;
    private long pageOffset;
    private long packetOffset;

    /**
     * Starts before the first page of a stream.
     *
     * @param maxBytes how much to keep of a packet; what is longer is read over
     */
    public OggPackets(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Goes to the next page of the stream. What was left of a packet that does not go on here is dropped.
     *
     * @param page a reader that has just read the page
     * @return how the page joins on
     */
    public Continuity begin(OggPageReader page) {
        Continuity continuity = Continuity.CONTINUOUS;
        missing = started ? page.sequence() - expected : 0;
        if (missing != 0) {
            continuity = Continuity.PAGES_LOST;
            open = false;
        } else if (started && page.isContinued() != open) {
            continuity = Continuity.PACKET_CUT;
        }
        if (!page.isContinued()) {
            open = false;
        }
        skipping = page.isContinued() && !open;
        started = true;
        expected = page.sequence() + 1;
        segments = page.segments();
        for (int i = 0; i < segments; i++) {
            lacing[i] = page.segmentBytes(i);
        }
        segment = 0;
        body = page.buffer();
        at = page.body();
        pageOffset = page.offset();
        return continuity;
    }

    /**
     * Goes to the next packet that ends on the current page.
     *
     * @return {@code false} if no further packet ends on it
     */
    public boolean next() {
        while (segment < segments) {
            if (!open && !skipping) {
                open = true;
                kept = 0;
                length = 0;
                packetOffset = pageOffset;
            }
            int bytes = lacing[segment++];
            if (!skipping) {
                append(bytes);
            }
            at += bytes;
            if (bytes < 255) {
                boolean whole = !skipping;
                open = false;
                skipping = false;
                if (whole) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the current packet is the last that ends on the current page: the page's granule position is the position behind it.
     *
     * @return whether no further packet ends on the page
     */
    boolean isLastOnPage() {
        for (int i = segment; i < segments; i++) {
            if (lacing[i] < 255) {
                return false;
            }
        }
        return true;
    }

    /**
     * The array that holds the current packet from its beginning; valid until the next call.
     *
     * @return at least {@link #kept()} bytes
     */
    public byte[] packet() {
        return packet;
    }

    /**
     * The bytes of the current packet that are in {@link #packet()}.
     *
     * @return its length, or the limit if it is longer
     */
    public int kept() {
        return kept;
    }

    /**
     * The length of the current packet.
     *
     * @return bytes, more than {@link #kept()} if it exceeds the limit
     */
    public long length() {
        return length;
    }

    /**
     * Where the page begins on which the current packet begins.
     *
     * @return bytes from the beginning of the file or stream
     */
    public long packetOffset() {
        return packetOffset;
    }

    /**
     * Whether a packet has begun that must go on in the next page.
     *
     * @return whether one is incomplete
     */
    public boolean isPending() {
        return open;
    }

    /**
     * After {@link Continuity#PAGES_LOST}: how many pages are missing before the current one.
     *
     * @return the number by the sequence numbers; negative for pages out of order
     */
    public int missingPages() {
        return missing;
    }

    private void append(int bytes) {
        length += bytes;
        int take = Math.min(bytes, maxBytes - kept);
        if (take <= 0) {
            return;
        }
        if (kept + take > packet.length) {
            packet = Arrays.copyOf(packet, Math.min(maxBytes, Math.max(kept + take, 2 * packet.length)));
        }
        System.arraycopy(body, at, packet, kept, take);
        kept += take;
    }
}
