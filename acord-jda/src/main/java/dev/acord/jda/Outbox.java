package dev.acord.jda;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages and events on their way out of a call, in order, one at a time, and never under the call's lock: code outside may take locks of its
 * own (JDA's and the bot's), and holding ours meanwhile could deadlock. Thread safe. It is emptied by whoever filled it, so that it holds
 * what one incoming message causes.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rounds = new AtomicInteger();

    void add(Runnable delivery) {
        queue.add(delivery);
    }

    /** Delivers what is there; or leaves it to the thread that is delivering already, which may be this one, further up. */
    void deliver() {
        int seen = rounds.incrementAndGet();
        if (seen != 1) {
            return;
        }
        do {
            for (Runnable next; (next = queue.poll()) != null; ) {
                run(next);
            }
            seen = rounds.addAndGet(-seen);
        } while (seen != 0);
    }

    private static void run(Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException e) {
            LOG.error("A listener or JDA failed on an encryption event; what follows is delivered all the same", e);
        }
    }
}
