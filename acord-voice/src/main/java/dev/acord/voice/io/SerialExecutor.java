package dev.acord.voice.io;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on threads of another executor: the owner thread of one connection's state, without a thread
 * of its own. What a task writes, the next one sees. Thread safe.
 */
public final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final int capacity;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Runnable work;
    private boolean scheduled;

    /**
     * Makes an executor.
     *
     * @param executor whose threads run the tasks
     * @param capacity the most tasks that wait at a time; {@link #offer} refuses more
     * @param context what loggers know of the tasks
     */
    public SerialExecutor(Executor executor, int capacity, LogContext context) {
        this.executor = executor;
        this.capacity = capacity;
        Runnable drain = this::drain;
        this.work = () -> context.run(drain);
    }

    /** Runs a task after those already there, whatever their number. */
    @Override
    public void execute(Runnable task) {
        add(task, Integer.MAX_VALUE);
    }

    /** Runs a task after those already there, unless too many wait. Returns whether it was taken. */
    public boolean offer(Runnable task) {
        return add(task, capacity);
    }

    private boolean add(Runnable task, int limit) {
        synchronized (tasks) {
            if (tasks.size() >= limit) {
                return false;
            }
            tasks.add(task);
            if (scheduled) {
                return true;
            }
            scheduled = true;
        }
        executor.execute(work);
        return true;
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    scheduled = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                // the boundary between tasks: a bug in one must not end those after it
                LOG.error("task failed", e);
            }
        }
    }
}
