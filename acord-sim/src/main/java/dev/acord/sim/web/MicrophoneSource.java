package dev.acord.sim.web;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.util.ArrayDeque;

/**
 * What a browser's microphone says, from the first sample to the moment when it is muted. It begins to give when a few blocks are there, so
 * that the network's unevenness is not heard. Whoever sends faster than real time loses its own oldest samples.
 */
final class MicrophoneSource implements PcmSource {
    /** 20 ms. */
    static final int BLOCK_FRAMES = 960;

    private static final int FIRST_BLOCKS = 3;
    private static final int MAX_BLOCKS = 15;

    private final ArrayDeque<short[]> blocks = new ArrayDeque<>();
    private boolean started;
    private boolean ended;
    private int used;
    private long dropped;

    /**
     * Adds 20 ms.
     *
     * @param mono {@link #BLOCK_FRAMES} samples of 48,000 Hz, kept
     */
    synchronized void add(short[] mono) {
        if (ended) {
            return;
        }
        if (blocks.size() >= MAX_BLOCKS) {
            blocks.poll();
            used = 0;
            dropped++;
        }
        blocks.add(mono);
        started |= blocks.size() >= FIRST_BLOCKS;
        notifyAll();
    }

    /** Nothing more comes; what is there is still played. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized int read(short[] pcm, int offset, int frames) {
        try {
            while (!ended && (blocks.isEmpty() || !started)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AudioSource.END;
        }
        short[] block = blocks.peek();
        if (block == null) {
            return AudioSource.END;
        }
        int count = Math.min(frames, block.length - used);
        for (int i = 0; i < count; i++) {
            pcm[offset + 2 * i] = block[used + i];
            pcm[offset + 2 * i + 1] = block[used + i];
        }
        used += count;
        if (used == block.length) {
            blocks.poll();
            used = 0;
        }
        return count;
    }

    @Override
    public synchronized void close() {
        ended = true;
        blocks.clear();
        notifyAll();
    }
}
