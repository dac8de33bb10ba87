package dev.acord.voice.io;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All threads of a runtime, shared by its connections: the pacers, one receiver, one timer, and workers that come and go for everything
 * that may take time (gateway messages, reading and encoding audio, the user's callbacks). All are daemons.
 */
public final class Threads implements Environment {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long WORKER_IDLE_S = 20;
    private static final long PARTING_MS = 1_000;

    private final String name;
    private final PacerLoop[] pacers;
    private final UdpLoop udp;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;
    /**
     * By trust: clients are costly, and all connections that trust the same issuers share one. Their sockets hold it; a client that were held
     * here would hold its own key, and stay for ever with its thread and its files.
     */
    private final Map<SSLContext, WeakReference<HttpClient>> clients = new WeakHashMap<>();

    /** Those that somebody still holds; a runtime that is closed breaks them off, for it ends the threads that would close them. */
    private final Set<GatewaySocket> sockets = Collections.newSetFromMap(new WeakHashMap<>());

    private @Nullable HttpClient defaultClient;
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param name what their names begin with
     * @param pacerThreads how many threads send
     */
    public Threads(String name, int pacerThreads) {
        this.name = name;
        pacers = new PacerLoop[pacerThreads];
        for (int i = 0; i < pacerThreads; i++) {
            pacers[i] = new PacerLoop(name + "-pacer-" + i);
        }
        udp = new UdpLoop(name + "-udp");
        timer = new ScheduledThreadPoolExecutor(1, factory("timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, WORKER_IDLE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), factory("worker"));
    }

    private ThreadFactory factory(String role) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + role + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Runnable task, long delayNs) {
        ScheduledFuture<?> scheduled = timer.schedule(task, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public Executor receiving() {
        return udp::execute;
    }

    @Override
    public SecureRandom random() {
        return RANDOM;
    }

    @Override
    public WebSocketPort openWebSocket(URI uri, @Nullable SSLContext trust, WebSocketEvents events) {
        GatewaySocket socket = new GatewaySocket(httpClient(trust), uri, timer, events);
        synchronized (this) {
            sockets.add(socket);
        }
        return socket;
    }

    @Override
    public DatagramPort openDatagrams(InetSocketAddress remote) throws IOException {
        return UdpPort.open(remote, udp);
    }

    @Override
    public Pacer pacer() {
        PacerLoop lightest = pacers[0];
        for (PacerLoop pacer : pacers) {
            if (pacer.load() < lightest.load()) {
                lightest = pacer;
            }
        }
        return lightest;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    /** A client that trusts what {@code context} trusts; null for the Java runtime's own trust store. */
    private synchronized HttpClient httpClient(@Nullable SSLContext context) {
        if (closed) {
            throw new IllegalStateException("the voice runtime is closed");
        }
        if (context == null) {
            if (defaultClient == null) {
                defaultClient = HttpClient.newBuilder().executor(workers).build();
            }
            return defaultClient;
        }
        WeakReference<HttpClient> known = clients.get(context);
        HttpClient client = known == null ? null : known.get();
        if (client == null) {
            client = HttpClient.newBuilder()
                    .executor(workers)
                    .sslContext(context)
                    .build();
            clients.put(context, new WeakReference<>(client));
        }
        return client;
    }

    @Override
    public long skippedMs() {
        long sum = 0;
        for (PacerLoop pacer : pacers) {
            sum += pacer.skippedMs();
        }
        return sum;
    }

    @Override
    public int sending() {
        int sum = 0;
        for (PacerLoop pacer : pacers) {
            sum += pacer.load();
        }
        return sum;
    }

    @Override
    public void close() {
        List<GatewaySocket> left;
        synchronized (this) {
            closed = true;
            defaultClient = null;
            clients.clear();
            left = List.copyOf(sockets);
            sockets.clear();
        }
        awaitParting(left);
        left.forEach(GatewaySocket::abort);
        for (PacerLoop pacer : pacers) {
            pacer.close();
        }
        udp.close();
        timer.shutdownNow();
        workers.shutdown();
    }

    /** A close frame can be behind others and behind TLS: it has been written for sure when the peer answers it. */
    private static void awaitParting(List<GatewaySocket> left) {
        CompletableFuture<?>[] parted = left.stream().map(GatewaySocket::parted).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(parted).get(PARTING_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not every websocket's close was answered", e);
        }
    }
}
