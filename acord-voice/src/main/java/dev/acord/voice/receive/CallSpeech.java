package dev.acord.voice.receive;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everybody in a call, on one time line: each speaker's packets become continuous sound, in blocks of 20 ms that begin at the same moments
 * for all, and a mixture of all. Without I/O: packets and times go in, blocks come out through {@link Output}.
 *
 * <p>Block {@code n} is the time from {@code startNs + n x 20 ms} on, and is given out when it is over. A speaker's blocks begin with its
 * first packet and end some time after it left; in between there is one for every block of the call, silent or not. Times must not go
 * back.
 *
 * <p>Memory is bounded by the number of speakers. Not thread safe.
 */
public final class CallSpeech implements SpeechInput {
    /** Frames (samples per channel) of a block. */
    public static final int BLOCK_FRAMES = 960;

    private static final long BLOCK_NS = 20_000_000;
    private static final int CHANNELS = 2;
    /** A speaker that left is heard out for this many blocks at most. */
    private static final int LINGER_BLOCKS = 50;
    /** When this many blocks are due at once (a computer that slept), only the newest ones are made. */
    private static final long MAX_BACKLOG_BLOCKS = 250;

    /** Takes what comes out; called by the methods that take the time. */
    public interface Output {
        /**
         * A block of one speaker.
         *
         * @param userId who
         * @param block which one of the call's blocks
         * @param pcm {@link #BLOCK_FRAMES} frames, 48,000 Hz stereo, interleaved; valid during the call only
         * @param silent whether all samples are 0
         */
        void onBlock(long userId, long block, short[] pcm, boolean silent);

        /**
         * A block of everybody together, {@value SpeechMixer#DELAY_FRAMES} frames behind; after those of the speakers.
         *
         * @param block which one of the call's blocks
         * @param pcm {@link #BLOCK_FRAMES} frames, 48,000 Hz stereo, interleaved; valid during the call only
         * @param silent whether all samples are 0
         */
        void onMix(long block, short[] pcm, boolean silent);

        /**
         * Somebody begins or ends to speak.
         *
         * @param userId who
         * @param event what happened
         */
        void onSpeech(long userId, SpeechEvent event);

        /**
         * There are no more blocks of a speaker.
         *
         * @param userId who
         * @param stats what its packets came to
         */
        void onGone(long userId, ReceiveStats stats);
    }

    private static final class Speaker {
        final long userId;
        final JitterBuffer buffer;
        final SpeechDecoder decoder;
        final SpeechDetector detector;
        int ssrc;
        long goneAtBlock = Long.MAX_VALUE;

        Speaker(long userId, int ssrc, CallSpeechOptions options, long startNs) {
            this.userId = userId;
            this.ssrc = ssrc;
            buffer = new JitterBuffer(options.jitter(), startNs);
            decoder = new SpeechDecoder(buffer);
            detector = new SpeechDetector(options.speechTimeoutMs());
        }
    }

    private final CallSpeechOptions options;
    private final long startNs;
    private final Output output;
    private final Map<Long, Speaker> speakers = new LinkedHashMap<>();
    private final SpeechMixer mixer = new SpeechMixer(BLOCK_FRAMES);
    private final short[] pcm = new short[BLOCK_FRAMES * CHANNELS];
    private final short[] mix = new short[BLOCK_FRAMES * CHANNELS];
    private long nextBlock;
    private long refused;
    private long skippedBlocks;

    /**
     * A call in which nobody has spoken.
     *
     * @param options how it behaves
     * @param startNs when block 0 begins
     * @param output takes the blocks
     */
    public CallSpeech(CallSpeechOptions options, long startNs, Output output) {
        this.options = options;
        this.startNs = startNs;
        this.output = output;
    }

    @Override
    public void handlePacket(long userId, int ssrc, int sequence, long timestamp, byte[] opus, long arrivalNs) {
        Speaker speaker = speakers.get(userId);
        if (speaker == null) {
            if (speakers.size() >= options.maxSpeakers()) {
                refused++;
                return;
            }
            speaker = new Speaker(userId, ssrc, options, startNs + nextBlock * BLOCK_NS);
            speakers.put(userId, speaker);
        }
        if (speaker.ssrc != ssrc) {
            speaker.ssrc = ssrc;
            speaker.buffer.restart();
        }
        speaker.goneAtBlock = Long.MAX_VALUE;
        speaker.buffer.put(sequence, timestamp, opus, 0, opus.length, arrivalNs);
        report(userId, speaker.detector.handlePacket(opus, 0, opus.length, arrivalNs));
    }

    @Override
    public void handleSpeaking(long userId, int flags, long nowNs) {
        Speaker speaker = speakers.get(userId);
        if (speaker != null) {
            report(userId, speaker.detector.handleSpeaking(flags, nowNs));
        }
    }

    @Override
    public void handleGone(long userId) {
        Speaker speaker = speakers.get(userId);
        if (speaker != null) {
            speaker.goneAtBlock = nextBlock;
        }
    }

    @Override
    public void handleTime(long nowNs) {
        long over = Math.floorDiv(nowNs - startNs, BLOCK_NS);
        if (over - nextBlock > MAX_BACKLOG_BLOCKS) {
            skip(over - nextBlock - 1);
        }
        while (nextBlock < over) {
            makeBlock();
        }
        for (Speaker speaker : speakers.values()) {
            report(speaker.userId, speaker.detector.handleTime(nowNs));
        }
    }

    /** Too late for all of it: what is missing is not made up for anybody. */
    private void skip(long blocks) {
        skippedBlocks += blocks;
        for (int i = 0; i < blocks; i++) {
            long endNs = startNs + (nextBlock + 1) * BLOCK_NS;
            for (Speaker speaker : speakers.values()) {
                speaker.decoder.read(endNs, pcm, 0, BLOCK_FRAMES);
            }
            nextBlock++;
        }
    }

    private void makeBlock() {
        long block = nextBlock++;
        long endNs = startNs + nextBlock * BLOCK_NS;
        List<Speaker> gone = new ArrayList<>(0);
        for (Iterator<Speaker> each = speakers.values().iterator(); each.hasNext(); ) {
            Speaker speaker = each.next();
            int frames = speaker.decoder.read(endNs, pcm, 0, BLOCK_FRAMES);
            if (frames != BLOCK_FRAMES) {
                throw new IllegalStateException("a block of " + frames + " frames, a mistake of this library");
            }
            boolean silent = isSilent(pcm);
            if (!silent) {
                mixer.add(pcm, 0);
            }
            output.onBlock(speaker.userId, block, pcm, silent);
            boolean heardOut = silent && speaker.buffer.queuedPackets() == 0;
            if (block >= speaker.goneAtBlock && (heardOut || block - speaker.goneAtBlock >= LINGER_BLOCKS)) {
                each.remove();
                gone.add(speaker);
            }
        }
        mixer.mix(mix, 0);
        output.onMix(block, mix, isSilent(mix));
        gone.forEach(this::end);
    }

    private static boolean isSilent(short[] samples) {
        for (short sample : samples) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    private void end(Speaker speaker) {
        if (speaker.detector.isSpeaking()) {
            report(speaker.userId, speaker.detector.handleSpeaking(0, startNs + nextBlock * BLOCK_NS));
        }
        output.onGone(speaker.userId, speaker.decoder.stats());
        speaker.decoder.close();
    }

    private void report(long userId, @Nullable SpeechEvent event) {
        if (event != null) {
            output.onSpeech(userId, event);
        }
    }

    @Override
    public long nextDueNs() {
        return startNs + (nextBlock + 1) * BLOCK_NS;
    }

    /**
     * What a speaker's packets came to.
     *
     * @param userId who
     * @return its figures; null when it has not been heard
     */
    public @Nullable ReceiveStats stats(long userId) {
        Speaker speaker = speakers.get(userId);
        return speaker == null ? null : speaker.decoder.stats();
    }

    /**
     * Packets of speakers for whom there was no room.
     *
     * @return the count
     */
    public long refused() {
        return refused;
    }

    /**
     * Blocks that nobody got, because the time had jumped.
     *
     * @return the count
     */
    public long skippedBlocks() {
        return skippedBlocks;
    }

    /** Ends all speakers. */
    @Override
    public void close() {
        List<Speaker> all = new ArrayList<>(speakers.values());
        speakers.clear();
        all.forEach(this::end);
    }
}
