package dev.acord.audio.webm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WebM or Matroska file or stream: its description, and the frames of one track. Memory is bounded, whatever the file says.
 *
 * <p>Driving order: {@link #readHeaders()}, {@link #select}, then {@link #next()} until it returns {@code false}. Live streams, whose
 * segments and clusters have no size, are read like files. Of several segments in a row the first is read.
 *
 * <p>Not thread safe; {@link #close()} may be called from any thread.
 */
public final class WebmReader implements Closeable {

    private static final long NO_END = Long.MAX_VALUE;

    private final EbmlInput in;
    private final WebmBlock block = new WebmBlock();
    private @Nullable WebmDescription description;
    private long selected = Long.MIN_VALUE;
    private long segmentEnd = NO_END;
    private boolean inCluster;
    private long clusterEnd = NO_END;
    private long clusterOffset;
    private long clusterTimestamp;
    private boolean clusterReached;
    private long firstClusterOffset;
    private long discardPaddingNs;
    private boolean ended;

    /**
     * Reads from a stream; nothing is read yet.
     *
     * @param in the bytes of a WebM file, from its beginning
     */
    public WebmReader(InputStream in) {
        this.in = new EbmlInput(in);
    }

    /**
     * Reads up to the first cluster.
     *
     * @throws WebmException if it is no WebM file, or damaged
     * @throws IOException if reading fails
     */
    public void readHeaders() throws IOException {
        String docType = EbmlHeader.docType(in);
        int id = in.atEnd() ? 0 : in.id();
        if (id != WebmIds.SEGMENT) {
            throw new WebmException("No segment behind the EBML header", in.position());
        }
        long size = in.size();
        description = new WebmDescription(docType, in.position());
        segmentEnd = size == EbmlInput.UNKNOWN_SIZE ? NO_END : in.end(size, NO_END);
        while (!clusterReached && step()) {
            // goes on until the first cluster or the end
        }
    }

    /**
     * What the file says about itself.
     *
     * @return the description
     * @throws IllegalStateException before {@link #readHeaders()}
     */
    public WebmInfo info() {
        return description().info();
    }

    /**
     * The tracks.
     *
     * @return at most 127 tracks
     */
    public List<WebmTrack> tracks() {
        return description == null ? List.of() : List.copyOf(description.tracks);
    }

    /**
     * The index, as far as it was read: it may stand behind the clusters.
     *
     * @return at most 65,536 entries
     */
    public List<WebmCue> cues() {
        return description == null ? List.of() : List.copyOf(description.cues);
    }

    /**
     * The tags, as far as they were read: they may stand behind the clusters.
     *
     * @return at most 1,000 tags of the form {@code NAME=value}
     */
    public List<String> tags() {
        return description == null ? List.of() : List.copyOf(description.tags);
    }

    /**
     * Chooses the track whose frames {@link #next()} gives. All others are skipped.
     *
     * @param track one of {@link #tracks()}
     */
    public void select(WebmTrack track) {
        selected = track.number();
    }

    /**
     * Goes to the next frame of the selected track.
     *
     * @return {@code false} at the end
     * @throws WebmException if the file is damaged or cut off here
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
        while (!block.next()) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The array that holds the current frame; valid until the next call of {@link #next()}.
     *
     * @return the array
     */
    public byte[] buffer() {
        return block.data();
    }

    /**
     * Where the current frame begins in {@link #buffer()}.
     *
     * @return an index
     */
    public int frameOffset() {
        return block.frameOffset();
    }

    /**
     * The length of the current frame.
     *
     * @return bytes
     */
    public int frameBytes() {
        return block.frameBytes();
    }

    /**
     * Which frame of its block the current one is. Only the first one's timestamp is stored.
     *
     * @return 0 to 255
     */
    public int frameIndex() {
        return block.frameIndex();
    }

    /**
     * The timestamp of the current block.
     *
     * @return nanoseconds, in steps of the file's timestamp scale; below 0 is possible
     * @throws WebmException if it is beyond 292 years
     */
    public long timestampNs() throws WebmException {
        try {
            return Math.multiplyExact(
                    Math.addExact(clusterTimestamp, block.relativeTimestamp()), info().timestampScaleNs());
        } catch (ArithmeticException e) {
            throw new WebmException("A timestamp beyond 292 years: damaged here", block.offset());
        }
    }

    /**
     * How much of the current block's end is only there to fill it.
     *
     * @return nanoseconds, mostly 0; negative at the beginning
     */
    public long discardPaddingNs() {
        return discardPaddingNs;
    }

    /**
     * Where the current block begins.
     *
     * @return bytes from the beginning of the stream
     */
    public long blockOffset() {
        return block.offset();
    }

    /**
     * Where the current cluster begins.
     *
     * @return bytes from the beginning of the stream
     */
    public long clusterOffset() {
        return clusterOffset;
    }

    /**
     * How much was read so far.
     *
     * @return bytes from the beginning of the stream
     */
    public long position() {
        return in.position();
    }

    /**
     * After a {@link WebmException} of {@link #next()}: searches for the next cluster, for whoever wants to go on.
     *
     * @return the bytes that were skipped, or -1 if there is no cluster up to the end
     * @throws IOException if reading fails
     */
    public long resync() throws IOException {
        long from = in.position();
        block.clear();
        inCluster = false;
        segmentEnd = NO_END;
        return in.seek(WebmIds.CLUSTER) ? in.position() - from : -1;
    }

    /** A reader of a track of a file that is described already; its stream begins at {@code offset} with an element of the segment. */
    WebmReader(InputStream in, WebmDescription description, WebmTrack track, long offset) {
        this(in);
        this.description = description;
        select(track);
        clusterReached = true;
        restart(offset);
    }

    /** Goes on with the element of the segment that begins at {@code offset}, where whoever owns the stream has moved it. */
    void restart(long offset) {
        in.restart(offset);
        block.clear();
        inCluster = false;
        ended = false;
        discardPaddingNs = 0;
    }

    /** What stands around the clusters. */
    WebmDescription description() {
        if (description == null) {
            throw new IllegalStateException("The headers have not been read");
        }
        return description;
    }

    /** Reads the one element of the segment that stands here, if it is part of the description. */
    void readDescription() throws IOException {
        int id = in.id();
        description().read(in, id, in.size(), segmentEnd);
    }

    /** Where the first cluster begins, once it was reached. */
    long firstClusterOffset() {
        return firstClusterOffset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads one element of the segment or of a cluster; {@code false} at the end. */
    private boolean step() throws IOException {
        if (inCluster && in.position() >= clusterEnd) {
            inCluster = false;
        }
        if (ended || in.position() >= segmentEnd) {
            return false;
        }
        long begin = in.position();
        if (in.atEnd()) {
            if (segmentEnd != NO_END || (inCluster && clusterEnd != NO_END)) {
                throw new WebmException("Truncated: the stream ends before its segment does", begin, true);
            }
            return false;
        }
        int id = in.id();
        long size = in.size();
        if (inCluster && WebmIds.isTopLevel(id)) {
            if (clusterEnd != NO_END) {
                throw new WebmException("A cluster holds what cannot be in one: damaged here", begin);
            }
            inCluster = false;
        }
        if (inCluster) {
            clusterElement(id, size, begin);
            return true;
        }
        return topLevelElement(id, size, begin);
    }

    private boolean topLevelElement(int id, long size, long begin) throws IOException {
        switch (id) {
            case WebmIds.CLUSTER -> {
                inCluster = true;
                if (!clusterReached) {
                    clusterReached = true;
                    firstClusterOffset = begin;
                }
                clusterOffset = begin;
                clusterTimestamp = 0;
                clusterEnd = size == EbmlInput.UNKNOWN_SIZE ? NO_END : in.end(size, segmentEnd);
            }
            case WebmIds.EBML, WebmIds.SEGMENT -> {
                ended = true;
                return false;
            }
            default -> {
                if (!description().read(in, id, size, segmentEnd)) {
                    skip(id, size, begin);
                }
            }
        }
        return true;
    }

    private void clusterElement(int id, long size, long begin) throws IOException {
        long parentEnd = Math.min(clusterEnd, segmentEnd);
        switch (id) {
            case WebmIds.TIMESTAMP -> clusterTimestamp = in.number(size, parentEnd);
            case WebmIds.SIMPLE_BLOCK -> {
                discardPaddingNs = 0;
                block.read(in, in.end(size, parentEnd), selected);
            }
            case WebmIds.BLOCK_GROUP -> readBlockGroup(in.end(size, parentEnd));
            default -> skip(id, size, begin);
        }
    }

    private void readBlockGroup(long groupEnd) throws IOException {
        discardPaddingNs = 0;
        while (in.position() < groupEnd) {
            long begin = in.position();
            int id = in.id();
            long size = in.size();
            long elementEnd = in.end(size, groupEnd);
            if (id == WebmIds.BLOCK) {
                block.read(in, elementEnd, selected);
            } else if (id == WebmIds.DISCARD_PADDING) {
                int unused = 64 - 8 * (int) Math.min(size, 8);
                long value = in.number(size, groupEnd);
                // signed, of as many bytes as it has
                discardPaddingNs = unused == 64 ? 0 : (value << unused) >> unused;
            } else if (WebmIds.isTopLevel(id)) {
                throw new WebmException("A block group holds what cannot be in one: damaged here", begin);
            } else {
                in.skip(size);
            }
        }
    }

    private void skip(int id, long size, long begin) throws IOException {
        if (size == EbmlInput.UNKNOWN_SIZE) {
            throw new WebmException("Element " + Integer.toHexString(id) + " has no size: damaged here", begin);
        }
        in.end(size, inCluster ? Math.min(clusterEnd, segmentEnd) : segmentEnd);
        in.skip(size);
    }
}
