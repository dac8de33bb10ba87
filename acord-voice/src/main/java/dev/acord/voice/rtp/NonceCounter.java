package dev.acord.voice.rtp;

/**
 * The 32-bit nonces of one transport key, each given out once: from the start value up to 2<sup>32</sup> - 1, and never past it, because a
 * repeated nonce under one key breaks the encryption. Not thread safe.
 */
public final class NonceCounter {
    private static final long END = 1L << 32;

    private long next;

    /**
     * A counter for a new key.
     *
     * @param first the first nonce, 0 to 2<sup>32</sup> - 1
     * @throws IllegalArgumentException if it is outside that range
     */
    public NonceCounter(long first) {
        if (first < 0 || first >= END) {
            throw new IllegalArgumentException("the first nonce is an unsigned 32-bit value, not " + first);
        }
        this.next = first;
    }

    /**
     * Takes the next nonce.
     *
     * @return the nonce, as 32 bits
     * @throws IllegalStateException if every nonce is used
     */
    public int next() {
        if (exhausted()) {
            throw new IllegalStateException("all nonces under this transport key are used; a new key is needed");
        }
        return (int) next++;
    }

    /**
     * The nonces that are left.
     *
     * @return 0 to 2<sup>32</sup>
     */
    public long remaining() {
        return END - next;
    }

    /**
     * Whether every nonce is used.
     *
     * @return true if {@link #next} would throw
     */
    public boolean exhausted() {
        return next == END;
    }

    /**
     * Whether it is time to ask for a new key.
     *
     * @param margin nonces that should be left until the new key is there; at 50 packets a second, 180,000 last an hour
     * @return true if no more than {@code margin} are left
     */
    public boolean nearlyExhausted(long margin) {
        return remaining() <= margin;
    }
}
