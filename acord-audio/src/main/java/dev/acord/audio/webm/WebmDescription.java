package dev.acord.audio.webm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around the clusters of a segment: description, tracks, index, tags and where to find them. Bounded, whatever the file says. */
final class WebmDescription {

    private static final int MAX_MASTER_BYTES = 4 << 20;
    private static final int MAX_TRACKS = 127;
    private static final int MAX_CUES = 1 << 16;
    private static final int MAX_TAGS = 1_000;

    final List<WebmTrack> tracks = new ArrayList<>();
    final List<WebmCue> cues = new ArrayList<>();
    final List<String> tags = new ArrayList<>();

    private final String docType;
    private final long segmentOffset;
    private volatile @Nullable WebmInfo info;
    private long indexOffset;

    WebmDescription(String docType, long segmentOffset) {
        this.docType = docType;
        this.segmentOffset = segmentOffset;
    }

    /** Reads an element of the segment; {@code false} if it is none of these, or too long to be kept, and nothing was read. */
    boolean read(EbmlInput in, int id, long size, long segmentEnd) throws IOException {
        switch (id) {
            case WebmIds.INFO -> {
                EbmlElements elements = in.master(size, segmentEnd, MAX_MASTER_BYTES, "description");
                info = info == null ? WebmInfo.parse(docType, elements) : info;
                return true;
            }
            case WebmIds.TRACKS -> {
                readTracks(in.master(size, segmentEnd, MAX_MASTER_BYTES, "list of tracks"));
                return true;
            }
            case WebmIds.CUES, WebmIds.SEEK_HEAD, WebmIds.TAGS -> {
                if (size < 0 || size > MAX_MASTER_BYTES) {
                    return false;
                }
                EbmlElements elements = in.master(size, segmentEnd, MAX_MASTER_BYTES, "index or list of tags");
                if (id == WebmIds.CUES) {
                    WebmCue.parse(elements, info().timestampScaleNs(), segmentOffset, cues, MAX_CUES);
                } else if (id == WebmIds.TAGS) {
                    WebmTags.parse(elements, tags, MAX_TAGS);
                } else {
                    long place = WebmCue.indexPosition(elements);
                    indexOffset = place < 0 ? indexOffset : Math.max(0, segmentOffset + place);
                }
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    WebmDescription withoutLists() {
        WebmDescription copy = new WebmDescription(docType, segmentOffset);
        copy.info = info;
        return copy;
    }

    /** What the file says about itself, or what holds when it says nothing. */
    WebmInfo info() {
        WebmInfo known = info;
        return known == null ? WebmInfo.unknown(docType) : known;
    }

    /** Where the index stands by the list of parts, in bytes from the beginning; 0 if it does not say. */
    long indexOffset() {
        return indexOffset;
    }

    private void readTracks(EbmlElements elements) throws WebmException {
        if (!tracks.isEmpty()) {
            return; // repeated in live streams
        }
        while (elements.next()) {
            if (elements.id() == WebmIds.TRACK_ENTRY && tracks.size() < MAX_TRACKS) {
                tracks.add(WebmTrack.parse(elements));
            }
        }
    }
}
