package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.util.Arrays;

/**
 * From the music's samples to packets: filters, volume, sounds over it, limiter, encoder.
 *
 * <p>The limiter and the encoder delay what goes through them. So that the first packet made here continues, sample for sample, what a
 * listener heard before, they first get 60 ms of that, whose packets are thrown away; and then they are fed as far ahead as they delay
 * ({@link #aheadFrames}). Nothing is repeated, and nothing is left out. Used by the reading thread.
 */
final class PcmPipeline {

    /** Encoded before the first packet, and thrown away. */
    static final int HISTORY_FRAMES = 2_880;

    private static final int PRIMING_PACKET_FRAMES = 960;
    private static final int SILENT_BLOCK_FRAMES = 120;
    private static final int LONGEST_PACKET_FRAMES = 2_880;

    private final FilterChain filters;
    private final Volume volume;
    private final MixBus overlays;
    private final PacketEncoder encoder;
    private final Limiter limiter = new Limiter();
    private final float[] block = new float[PcmSource.CHANNELS * BlockSource.MAX_FRAMES];
    private final byte[] thrownAway = new byte[AudioSource.MAX_PACKET_BYTES];

    /** Behind the limiter, before the encoder; the longest need is priming and a packet, and a block may come on top. */
    private final short[] ready =
            new short[PcmSource.CHANNELS * (HISTORY_FRAMES + LONGEST_PACKET_FRAMES + 2 * BlockSource.MAX_FRAMES)];

    private int readyFrames;
    private int toSkip;
    private int toPrime;
    private long fedFrames;
    private long soundFrames;
    private long sentFrames;
    private long plainFrames;

    PcmPipeline(FilterChain filters, Volume volume, MixBus overlays, PacketEncoder encoder) {
        this.filters = filters;
        this.volume = volume;
        this.overlays = overlays;
        this.encoder = encoder;
    }

    /** Whether samples would come out as they went in. */
    boolean isNeutral() {
        return volume.isNeutral() && filters.isNeutral() && overlays.isEmpty();
    }

    boolean hasOverlays() {
        return !overlays.isEmpty();
    }

    /** Begins after what a listener heard last: {@link #HISTORY_FRAMES} frames. */
    void start(short[] history) {
        limiter.reset();
        int lookahead = encoder.resetAndLookahead();
        toSkip = Limiter.LATENCY_FRAMES + lookahead;
        toPrime = HISTORY_FRAMES / PRIMING_PACKET_FRAMES;
        readyFrames = 0;
        for (int at = 0; at < HISTORY_FRAMES; at += BlockSource.MAX_FRAMES) {
            ShortBlocks.toFloats(history, PcmSource.CHANNELS * at, block, 0, block.length);
            limit(BlockSource.MAX_FRAMES);
        }
        fedFrames = 0;
        soundFrames = 0;
        sentFrames = 0;
        plainFrames = 0;
    }

    /** How many frames of the music were taken, but are in no packet yet. */
    long aheadFrames() {
        return fedFrames - sentFrames;
    }

    /** Whether all that was taken and is in no packet yet is, unchanged, from one stretch of one track. */
    boolean isPlain() {
        return plainFrames >= aheadFrames();
    }

    /**
     * Makes a packet.
     *
     * @return its length; or, when there is no music and all that there was is sent, what {@link Music#pull} says
     */
    int read(Music music, byte[] out, int offset, int packetFrames) {
        int needed;
        while ((needed = toPrime * PRIMING_PACKET_FRAMES + packetFrames - readyFrames) > 0) {
            boolean neutral = isNeutral();
            int got = music.pull(block, Math.min(needed, BlockSource.MAX_FRAMES));
            boolean plain = neutral && got > 0 && music.isPlain();
            boolean fresh = got > 0 && music.isFresh();
            if (got <= 0) {
                boolean drained = sentFrames >= soundFrames;
                if (overlays.isEmpty() && (got == Program.STARVED || drained)) {
                    return got;
                }
                // a multiple of the grid of packets
                got = SILENT_BLOCK_FRAMES;
                Arrays.fill(block, 0, PcmSource.CHANNELS * got, 0);
                if (!overlays.isEmpty()) {
                    soundFrames = fedFrames + got;
                }
            } else {
                soundFrames = fedFrames + got;
            }
            feed(got, plain, fresh);
        }
        for (; toPrime > 0; toPrime--) {
            encode(thrownAway, 0, PRIMING_PACKET_FRAMES, false);
        }
        boolean alone = sentFrames == 0;
        sentFrames += packetFrames;
        return encode(out, offset, packetFrames, alone);
    }

    private void feed(int frames, boolean neutralBefore, boolean fresh) {
        filters.process(block, frames);
        volume.process(block, 0, frames);
        boolean plain = neutralBefore && isNeutral();
        overlays.mixInto(block, frames);
        limit(frames);
        fedFrames += frames;
        if (fresh) {
            plainFrames = 0;
        }
        plainFrames = plain && limiter.isIdle() ? plainFrames + frames : 0;
    }

    private void limit(int frames) {
        limiter.process(block, 0, frames);
        int skipped = Math.min(toSkip, frames);
        toSkip -= skipped;
        int kept = frames - skipped;
        ShortBlocks.toShorts(
                block,
                PcmSource.CHANNELS * skipped,
                ready,
                PcmSource.CHANNELS * readyFrames,
                PcmSource.CHANNELS * kept);
        readyFrames += kept;
    }

    private int encode(byte[] out, int offset, int frames, boolean alone) {
        int length = alone
                ? encoder.encodeAlone(ready, 0, frames, out, offset)
                : encoder.encode(ready, 0, frames, out, offset);
        readyFrames -= frames;
        System.arraycopy(ready, PcmSource.CHANNELS * frames, ready, 0, PcmSource.CHANNELS * readyFrames);
        return length;
    }
}
