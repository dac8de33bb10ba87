package dev.acord.voice.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that receives the datagrams of any number of connected UDP sockets. The handlers run on this thread, one at a time, and
 * must not block. {@link #register} and {@link #execute} may be called from any thread.
 */
public final class UdpLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpLoop.class);

    /** The most datagrams taken from one socket before the others have their turn. */
    private static final int MAX_BATCH = 64;

    private static final int BUFFER_BYTES = 65_536;

    private final Selector selector;
    private final Thread thread;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private volatile boolean closed;

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     */
    public UdpLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Receives from a connected, non-blocking channel until it is closed. */
    public void register(DatagramChannel channel, DatagramPort.Handler handler) {
        execute(() -> {
            try {
                channel.register(selector, SelectionKey.OP_READ, handler);
            } catch (ClosedChannelException e) {
                LOG.debug("socket was closed before it was used");
            }
        });
    }

    /** Runs a task on the loop's thread, after what it is doing. */
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
        }
        selector.wakeup();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::receive);
                runTasks();
            }
            closeChannels();
            selector.selectNow(); // lets go of the keys that were cancelled; a closed selector keeps them
        } catch (IOException e) {
            LOG.error("the selector failed; nothing more is received", e);
        }
    }

    /** Sockets of connections that were not closed before the loop was. */
    private void closeChannels() {
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                LOG.debug("UDP socket did not close cleanly", e);
            }
        }
    }

    private void runTasks() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
            }
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                // the boundary between connections: a bug in one must not end the others
                LOG.error("task failed", e);
            }
        }
    }

    private void receive(SelectionKey key) {
        DatagramPort.Handler handler = (DatagramPort.Handler) key.attachment();
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (int i = 0; i < MAX_BATCH; i++) {
            buffer.clear();
            int length;
            try {
                length = channel.read(buffer);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                handler.handleError(e);
                return;
            }
            if (length <= 0) {
                return;
            }
            try {
                handler.handleDatagram(bytes, 0, length, System.nanoTime());
            } catch (RuntimeException e) {
                // the boundary between connections: a bug in one must not end the others
                LOG.error("datagram of {} bytes could not be handled", length, e);
            }
        }
    }
}
