package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tracks' samples as one stream: joined without a gap, or faded into one another; a jump (a seek, a skip) is smoothed by fading out
 * 10 ms of what would have come.
 *
 * <p>Packets begin at multiples of 2.5 ms, and so do the encoder's. A track of packets is therefore begun only at such a multiple of the
 * stream, if need be after up to 2.5 ms of silence; else its own packets could never be used again.
 */
final class Music implements BlockSource {

    private static final int GRID = 120;
    private static final int TAIL_FRAMES = PcmSource.SAMPLE_RATE_HZ / 100;

    /** Tracks that may end or fail in one read. */
    private static final int MAX_CHANGES = 16;

    private final Program program;
    private final QueueEvents events;
    private final short[] scratch = new short[PcmSource.CHANNELS * MAX_FRAMES];
    private final float[] tail = new float[PcmSource.CHANNELS * TAIL_FRAMES];
    private volatile long crossFadeFrames;

    private @Nullable Deck known;
    private volatile @Nullable Deck outgoing;
    private TrackEnd outgoingEnd = TrackEnd.FINISHED;
    private long fadeAt;
    private long fadeLength;
    private int tailAt;
    private int tailLength;
    private int riseAt = TAIL_FRAMES;
    private int padLeft;
    private int grid;
    private boolean fresh;
    private boolean plain;

    Music(Program program, QueueEvents events) {
        this.program = program;
        this.events = events;
    }

    void setCrossFadeFrames(long frames) {
        crossFadeFrames = frames;
    }

    long crossFadeFrames() {
        return crossFadeFrames;
    }

    /** The stream begins, with the next frame of the current deck if there is one. */
    void begin() {
        grid = 0;
        known = program.deck();
        padLeft = 0;
    }

    /** Whether the last block was the first of a stretch of a deck. */
    boolean isFresh() {
        return fresh;
    }

    /** Whether the last block was exactly the deck's samples. */
    boolean isPlain() {
        return plain;
    }

    /** Whether something is going on that only samples can do. */
    boolean isBusy() {
        return outgoing != null || tailAt < tailLength || riseAt < TAIL_FRAMES || padLeft > 0;
    }

    /** Whether one track fades into another. */
    boolean isFading() {
        return outgoing != null;
    }

    @Override
    public int pull(float[] pcm, int frames) {
        fresh = false;
        for (int changes = 0; changes < MAX_CHANGES; changes++) {
            int state = program.ensure();
            Deck deck = program.deck();
            if (state != Program.READY || deck == null) {
                return rest(pcm, frames, state);
            }
            if (deck != known) {
                known = deck;
                fresh = true;
                padLeft = deck.hasPackets() ? (GRID - grid) % GRID : 0;
            }
            if (padLeft > 0) {
                int padded = silence(pcm, Math.min(frames, padLeft));
                padLeft -= padded;
                return padded;
            }
            if (startsFade(deck)) {
                continue;
            }
            try {
                int read = mixed(deck, pcm, framesBeforeFade(deck, frames));
                if (read > 0) {
                    return finish(pcm, read);
                }
                if (read == AudioSource.STARVED) {
                    return read;
                }
                program.end(TrackEnd.FINISHED);
            } catch (IOException | RuntimeException e) {
                program.fail(e);
            }
        }
        return AudioSource.STARVED;
    }

    /** With no track at present, what there was may still have to fade out. */
    private int rest(float[] pcm, int frames, int state) {
        int left = Math.max(outgoing == null ? 0 : (int) Math.min(frames, fadeLength - fadeAt), tailLength - tailAt);
        return left > 0 ? silence(pcm, Math.min(frames, left)) : state;
    }

    private int silence(float[] pcm, int frames) {
        Arrays.fill(pcm, 0, PcmSource.CHANNELS * frames, 0);
        fadeOver(pcm, frames);
        finish(pcm, frames);
        plain = false;
        return frames;
    }

    /** Adds the tail, and counts. */
    private int finish(float[] pcm, int frames) {
        plain &= !(tailAt < tailLength || riseAt < TAIL_FRAMES);
        for (int i = 0; i < frames && riseAt < TAIL_FRAMES; i++) {
            float rise = CrossFade.coming(riseAt++, TAIL_FRAMES);
            pcm[2 * i] *= rise;
            pcm[2 * i + 1] *= rise;
        }
        for (int i = 0; i < frames && tailAt < tailLength; i++) {
            pcm[2 * i] += tail[2 * tailAt];
            pcm[2 * i + 1] += tail[2 * tailAt + 1];
            tailAt++;
        }
        grid = (grid + frames) % GRID;
        return frames;
    }

    /** Reads the deck, and fades over to it from what goes out. */
    private int mixed(Deck deck, float[] pcm, int frames) throws IOException {
        int read = deck.readPcm(scratch, 0, frames);
        if (read <= 0) {
            return read;
        }
        ShortBlocks.toFloats(scratch, 0, pcm, 0, PcmSource.CHANNELS * read);
        fadeOver(pcm, read);
        return read;
    }

    private void fadeOver(float[] pcm, int frames) {
        Deck going = outgoing;
        plain = going == null;
        if (going == null) {
            return;
        }
        readGoing(going, frames);
        for (int i = 0; i < frames; i++) {
            long at = Math.min(2 * (fadeAt + i) + 1, 2 * fadeLength);
            float weight = CrossFade.going(at, 2 * fadeLength) / 32_768;
            float coming = CrossFade.coming(at, 2 * fadeLength);
            pcm[2 * i] = coming * pcm[2 * i] + weight * scratch[2 * i];
            pcm[2 * i + 1] = coming * pcm[2 * i + 1] + weight * scratch[2 * i + 1];
        }
        fadeAt += frames;
        if (fadeAt >= fadeLength) {
            dropOutgoing();
        }
    }

    /** Reads what goes out; when it has no more, or breaks, the rest is silence. */
    private void readGoing(Deck going, int frames) {
        int done = 0;
        try {
            while (done < frames) {
                int read = going.readPcm(scratch, PcmSource.CHANNELS * done, frames - done);
                if (read <= 0) {
                    break;
                }
                done += read;
            }
        } catch (IOException | RuntimeException e) {
            outgoingEnd = TrackEnd.FAILED;
            events.fire(listener -> listener.onTrackFailed(going.track(), e));
            dropOutgoing();
        }
        Arrays.fill(scratch, PcmSource.CHANNELS * done, PcmSource.CHANNELS * frames, (short) 0);
    }

    private void dropOutgoing() {
        Deck over = outgoing;
        if (over != null) {
            outgoing = null;
            over.closeQuietly();
            TrackEnd why = outgoingEnd;
            events.fire(listener -> listener.onTrackEnded(over.track(), why));
        }
    }

    /** Whether it is time to fade over to the next track, which is open. */
    boolean fadeIsDue(Deck deck) {
        return outgoing == null && deck.durationFrames() > 0 && framesToFade(deck, program.openNext()) == 0;
    }

    private boolean startsFade(Deck deck) {
        Deck next = program.openNext();
        if (next == null || !fadeIsDue(deck) || (next.hasPackets() && grid % GRID != 0)) {
            return false;
        }
        fade(deck, deck.durationFrames() - deck.frame(), TrackEnd.FINISHED);
        return true;
    }

    /** Fades over to the next track, which is open, at once. There must be no fade yet. */
    void fade(Deck deck, long frames, TrackEnd why) {
        outgoing = deck;
        outgoingEnd = why;
        fadeAt = 0;
        fadeLength = frames;
        program.crossOver(why);
    }

    /** As long as a fade is to come at a known frame, a block does not go past it, nor past the grid that it may have to begin at. */
    private int framesBeforeFade(Deck deck, int frames) {
        if (crossFadeFrames == 0 || outgoing != null || deck.durationFrames() <= 0) {
            return frames;
        }
        long left = framesToFade(deck, program.openNext());
        return left > 0 ? (int) Math.min(frames, left) : left == 0 ? Math.min(frames, GRID - grid % GRID) : frames;
    }

    /** Frames until the fade begins, 0 when it may begin now, -1 when there will be none. */
    private long framesToFade(Deck deck, @Nullable Deck next) {
        long length = crossFadeFrames;
        if (length == 0 || next == null) {
            return -1;
        }
        length = Math.min(length, deck.durationFrames() / 2);
        if (next.durationFrames() > 0) {
            length = Math.min(length, next.durationFrames() / 2);
        }
        long left = deck.durationFrames() - deck.frame();
        // what is left is too short to be heard as a fade
        return length < TAIL_FRAMES || left < TAIL_FRAMES ? -1 : Math.max(0, left - length);
    }

    /**
     * Leaves the present place of the stream: the next 10 ms of it are read, and will fade out over whatever comes.
     *
     * @param rise whether what comes begins in the middle of something, and must fade in
     */
    void cut(boolean rise) {
        // of a track that nothing was heard of yet, nothing needs to fade out
        Deck deck = program.deck() == known ? known : null;
        float[] block = new float[PcmSource.CHANNELS * TAIL_FRAMES];
        int filled = 0;
        float[] part = new float[PcmSource.CHANNELS * TAIL_FRAMES];
        while (deck != null && filled < TAIL_FRAMES) {
            int read = readForTail(deck, part, TAIL_FRAMES - filled);
            if (read <= 0) {
                break;
            }
            System.arraycopy(part, 0, block, PcmSource.CHANNELS * filled, PcmSource.CHANNELS * read);
            filled += read;
        }
        for (int i = 0; i < TAIL_FRAMES; i++) {
            float weight = i < filled ? CrossFade.going(i, filled) : 0;
            for (int at = 2 * i; at < 2 * i + 2; at++) {
                // what is left of a jump just before
                float before = tailAt < tailLength ? tail[2 * tailAt + at % 2] : 0;
                tail[at] = weight * block[at] + before;
            }
            tailAt++;
        }
        tailAt = 0;
        tailLength = TAIL_FRAMES;
        riseAt = rise ? 0 : TAIL_FRAMES;
        dropOutgoing();
    }

    private int readForTail(Deck deck, float[] pcm, int frames) {
        try {
            return mixed(deck, pcm, frames);
        } catch (IOException | RuntimeException e) {
            // the jump leads away from what is broken; if it does not, the next read says so again
            return AudioSource.END;
        }
    }

    /** The current deck is elsewhere now. */
    void jumped() {
        known = null;
    }

    void closeSources() {
        Deck going = outgoing;
        if (going != null) {
            going.closeQuietly();
        }
    }
}
