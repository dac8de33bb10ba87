package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns what a {@link JitterBuffer} gives out into samples without gaps: 48,000 Hz, stereo, signed 16 bit, interleaved. Frame {@code p}
 * belongs to the time {@code startNs + p / 48,000 s} of the buffer.
 *
 * <p>A loss is filled from the error correction data of the next packet, where it has some, and made up otherwise; what is made up fades to
 * silence from 100 to 120 ms. Silence is digital zero, after a fade of 10 ms. Where sound does not join to what was before (after silence,
 * after a skip, after a restart), 2.5 ms are cross-faded, so that there is no click. A packet that is no valid Opus is concealed like a
 * loss.
 *
 * <p>Not thread safe. Must be closed, because of its decoder.
 */
public final class SpeechDecoder implements AutoCloseable {

    private static final int CHANNELS = 2;
    private static final int FADE_FROM_FRAMES = 4_800;
    private static final int FADE_FRAMES = 960;
    private static final int CONCEALMENT_FRAMES = 960;
    private static final int TAIL_FRAMES = 480;
    private static final int JOIN_FRAMES = 120;
    /** A packet that is played 1 in 120 slower. */
    private static final int MAX_PIECE_FRAMES = OpusPacket.MAX_SAMPLES + OpusPacket.MAX_SAMPLES / 120;

    private final JitterBuffer buffer;
    private final OpusDecoder decoder;
    private final Stretcher stretcher = new Stretcher();

    private final short[] decoded = new short[OpusPacket.MAX_SAMPLES * CHANNELS];
    private final short[] piece = new short[MAX_PIECE_FRAMES * CHANNELS];
    private int pieceFrames;
    private int pieceRead;

    /** The fading end of a talk spurt. */
    private final short[] tail = new short[TAIL_FRAMES * CHANNELS];

    private int tailLeft;

    private boolean joins;
    private boolean silent = true;
    private int lastLeft;
    private int lastRight;
    /** How long sound has been made up without a pause. */
    private int madeUpFrames;

    private long positionFrames;
    private long recoveredByFec;
    private long concealedFrames;
    private long undecodable;

    /**
     * A decoder with the best Opus provider there is.
     *
     * @param buffer where the packets come from; only this object may {@link JitterBuffer#poll} it
     * @throws IllegalStateException if no Opus provider works on this machine
     */
    public SpeechDecoder(JitterBuffer buffer) {
        this(buffer, OpusDecoder.create(CHANNELS));
    }

    /**
     * A decoder with a given Opus decoder.
     *
     * @param buffer where the packets come from; only this object may {@link JitterBuffer#poll} it
     * @param decoder a fresh decoder of two channels, which is closed with this object
     * @throws IllegalArgumentException if the decoder has one channel
     */
    public SpeechDecoder(JitterBuffer buffer, OpusDecoder decoder) {
        if (decoder.channels() != CHANNELS) {
            throw new IllegalArgumentException("The decoder must have 2 channels, not " + decoder.channels());
        }
        this.buffer = buffer;
        this.decoder = decoder;
    }

    /**
     * Gives the samples that are due. At {@code startNs + n x 20 ms} at least {@code n x 960} frames have been due, so that a timer can ask
     * for blocks of 960.
     *
     * @param nowNs the time, on the clock of the buffer
     * @param pcm receives interleaved left and right samples
     * @param offset index of the first sample
     * @param frames the most frames wanted
     * @return the frames written, fewer than {@code frames} when no more are due
     * @throws IndexOutOfBoundsException if the frames do not fit the array
     * @throws IllegalStateException if the decoder is closed
     */
    public int read(long nowNs, short[] pcm, int offset, int frames) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, CHANNELS), pcm.length);
        int written = 0;
        while (written < frames) {
            if (pieceRead == pieceFrames && !renderNext(nowNs)) {
                break;
            }
            int some = Math.min(frames - written, pieceFrames - pieceRead);
            System.arraycopy(piece, pieceRead * CHANNELS, pcm, offset + written * CHANNELS, some * CHANNELS);
            pieceRead += some;
            written += some;
        }
        positionFrames += written;
        return written;
    }

    /**
     * Where in the user's time the next frame read lies.
     *
     * @return frames since the buffer's start time
     */
    public long positionFrames() {
        return positionFrames;
    }

    /**
     * The figures so far.
     *
     * @return a new record
     */
    public ReceiveStats stats() {
        return new ReceiveStats(
                buffer.stats(), recoveredByFec, (double) concealedFrames / JitterBuffer.SAMPLES_PER_MS, undecodable);
    }

    /** Closes the Opus decoder. A second call does nothing. */
    @Override
    public void close() {
        decoder.close();
    }

    private boolean renderNext(long nowNs) {
        Playout playout = buffer.poll(nowNs);
        pieceRead = 0;
        pieceFrames = playout.samples();
        switch (playout.kind()) {
            case PACKET -> decode(playout);
            case LOST -> fill(playout);
            case SILENCE -> beSilent();
            case NOTHING -> {
                return false;
            }
        }
        if (!joins) {
            crossFade();
            joins = true;
        }
        lastLeft = piece[(pieceFrames - 1) * CHANNELS];
        lastRight = piece[(pieceFrames - 1) * CHANNELS + 1];
        stretcher.remember(piece, pieceFrames);
        return true;
    }

    private void decode(Playout playout) {
        if (playout.isRestart()) {
            decoder.reset();
        }
        joins = !(silent || isFadedOut() || playout.isRestart() || playout.isDiscontinuous());
        int frames;
        try {
            frames = decoder.decode(playout.packet(), 0, playout.packetLength(), decoded, 0, OpusPacket.MAX_SAMPLES);
        } catch (OpusException e) {
            undecodable++;
            conceal();
            return;
        }
        silent = false;
        madeUpFrames = 0;
        if (frames == pieceFrames) {
            System.arraycopy(decoded, 0, piece, 0, frames * CHANNELS);
        } else {
            stretcher.stretch(decoded, frames, piece, pieceFrames);
        }
    }

    private void fill(Playout playout) {
        joins = !silent;
        if (!playout.hasPacket() || !OpusPacket.hasFec(playout.packet(), 0, playout.packetLength())) {
            conceal();
            return;
        }
        int restorable = OpusPacket.frameSamples(playout.packet()[0]);
        int frames = Math.max(restorable, wholeSteps(pieceFrames));
        try {
            decoder.decodeFec(playout.packet(), 0, playout.packetLength(), decoded, 0, frames);
        } catch (OpusException e) {
            conceal();
            return;
        }
        // of a gap that is partly over, the end is what matters
        System.arraycopy(decoded, (frames - pieceFrames) * CHANNELS, piece, 0, pieceFrames * CHANNELS);
        joins &= frames == pieceFrames && !isFadedOut();
        recoveredByFec++;
        concealedFrames += Math.max(0, pieceFrames - restorable);
        madeUpFrames = 0;
        silent = false;
    }

    private void conceal() {
        concealedFrames += pieceFrames;
        if (silent || isFadedOut()) {
            Arrays.fill(piece, 0, pieceFrames * CHANNELS, (short) 0);
            return;
        }
        for (int done = 0; done < pieceFrames; done += CONCEALMENT_FRAMES) {
            int some = Math.min(CONCEALMENT_FRAMES, pieceFrames - done);
            decoder.conceal(decoded, 0, wholeSteps(some));
            for (int i = 0; i < some * CHANNELS; i++) {
                int madeUp = madeUpFrames + done + i / CHANNELS;
                piece[done * CHANNELS + i] = (short) (decoded[i] * fadeGain(madeUp));
            }
        }
        madeUpFrames += pieceFrames;
    }

    /** The gain of what has been made up for some time already. */
    private static float fadeGain(int madeUp) {
        return Math.max(0, Math.min(1, (float) (FADE_FROM_FRAMES + FADE_FRAMES - madeUp) / FADE_FRAMES));
    }

    private boolean isFadedOut() {
        return madeUpFrames >= FADE_FROM_FRAMES + FADE_FRAMES;
    }

    private void beSilent() {
        if (!silent) {
            startTail();
        }
        silent = true;
        joins = true;
        int some = Math.min(tailLeft, pieceFrames);
        System.arraycopy(tail, (TAIL_FRAMES - tailLeft) * CHANNELS, piece, 0, some * CHANNELS);
        Arrays.fill(piece, some * CHANNELS, pieceFrames * CHANNELS, (short) 0);
        tailLeft -= some;
    }

    /** The sound does not stop at once: 10 ms are made up, and faded. */
    private void startTail() {
        tailLeft = TAIL_FRAMES;
        if (isFadedOut()) {
            Arrays.fill(tail, (short) 0);
            return;
        }
        float start = fadeGain(madeUpFrames);
        decoder.conceal(tail, 0, TAIL_FRAMES);
        for (int i = 0; i < tail.length; i++) {
            tail[i] = (short) (tail[i] * start * (TAIL_FRAMES - 1 - i / CHANNELS) / TAIL_FRAMES);
        }
        madeUpFrames = 0;
    }

    private void crossFade() {
        int frames = Math.min(JOIN_FRAMES, pieceFrames);
        for (int frame = 0; frame < frames; frame++) {
            float gain = (frame + 1f) / (frames + 1f);
            int left = frame * CHANNELS;
            piece[left] = (short) (gain * piece[left] + (1 - gain) * lastLeft);
            piece[left + 1] = (short) (gain * piece[left + 1] + (1 - gain) * lastRight);
        }
    }

    /** Opus makes up and restores multiples of 2.5 ms. */
    private static int wholeSteps(int frames) {
        int step = OpusPacket.MIN_FRAME_SAMPLES;
        return (frames + step - 1) / step * step;
    }
}
