package dev.acord.sim.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbered messages of a session that its client has not acknowledged, for a resume. Numbers are 16 bits and wrap; JSON and binary
 * messages share them.
 */
final class ReplayBuffer {
    private static final int NUMBERS = 1 << 16;

    /** A message as it was sent: one of the two is there. */
    static final class Message {
        final int sequence;
        final @Nullable String text;
        final byte @Nullable [] binary;

        private Message(int sequence, @Nullable String text, byte @Nullable [] binary) {
            this.sequence = sequence;
            this.text = text;
            this.binary = binary;
        }
    }

    private final ArrayDeque<Message> kept = new ArrayDeque<>();
    private final int capacity;
    private int next;
    private long sent;

    ReplayBuffer(int capacity, int first) {
        this.capacity = capacity;
        this.next = first;
    }

    /** The number that the next message gets. */
    int next() {
        return next;
    }

    /** How many numbered messages were sent. */
    long sent() {
        return sent;
    }

    /** The last number that was given; meaningless before the first. */
    int last() {
        return (next - 1) & 0xFFFF;
    }

    Message add(@Nullable String text, byte @Nullable [] binary) {
        Message message = new Message(next, text, binary);
        kept.addLast(message);
        if (kept.size() > capacity) {
            kept.removeFirst();
        }
        next = (next + 1) & 0xFFFF;
        sent++;
        return message;
    }

    /** How many messages came after this number; -1 when it was never given, or so long ago that nobody can tell. */
    int distance(long sequence) {
        if (sequence < 0) {
            return sent < NUMBERS ? (int) sent : -1;
        }
        int distance = (last() - (int) sequence) & 0xFFFF;
        return distance < sent ? distance : -1;
    }

    /** Forgets what the client has. */
    void acknowledge(int distance) {
        while (kept.size() > distance) {
            kept.removeFirst();
        }
    }

    /** The messages that came after this number, or null when it is not valid or they are no longer kept. */
    @Nullable
    List<Message> after(long sequence) {
        int distance = distance(sequence);
        if (distance < 0 || distance > kept.size()) {
            return null;
        }
        List<Message> all = new ArrayList<>(kept);
        return all.subList(all.size() - distance, all.size());
    }
}
