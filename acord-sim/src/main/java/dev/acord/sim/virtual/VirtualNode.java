package dev.acord.sim.virtual;

import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.io.DatagramPort;
import dev.acord.voice.io.Environment;
import dev.acord.voice.io.Pacer;
import dev.acord.voice.io.WebSocketEvents;
import dev.acord.voice.io.WebSocketPort;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a simulation, with its own way to the server: what connections run on there. {@link #runtime()} is given to
 * {@link dev.acord.voice.VoiceConnection#create}; everything then happens while the simulation's time runs.
 */
public final class VirtualNode {
    private final VirtualTime time;
    private final VirtualNetwork network;
    private final NodeEnvironment environment;
    private final VoiceRuntime runtime;
    private final SeededSecureRandom random;
    private final Set<VirtualWebSocket> webSockets = new LinkedHashSet<>();
    private final Set<VirtualPort> ports = new LinkedHashSet<>();
    private final AccessPath path;
    private final SentAudit audit;
    private long stalledUntilNs;
    private boolean closed;
    private long tasks;

    VirtualNode(VirtualNetwork network, int number, SplittableRandom random) {
        this.network = network;
        this.time = network.time();
        this.stalledUntilNs = time.nowNs();
        this.path = new AccessPath(time, number, random.split());
        this.audit = new SentAudit(time);
        this.random = new SeededSecureRandom(random.split());
        this.environment = new NodeEnvironment();
        this.runtime = VoiceRuntime.over(environment);
    }

    /**
     * What connections are made on.
     *
     * @return the node's runtime
     */
    public VoiceRuntime runtime() {
        return runtime;
    }

    /**
     * The way between this node and the server.
     *
     * @return its conditions, which may be changed at any time
     */
    public AccessPath path() {
        return path;
    }

    /**
     * What has left the node so far, judged before any network could change it.
     *
     * @return the audit
     */
    public SentAudit audit() {
        return audit;
    }

    /**
     * Stops everything on the node for a while, as a suspended machine or a long garbage collection does. What was due meanwhile happens
     * afterwards, late.
     *
     * @param duration how long
     */
    public void stall(Duration duration) {
        stalledUntilNs = Math.max(stalledUntilNs - time.nowNs(), duration.toNanos()) + time.nowNs();
    }

    /** Breaks all websockets of the node without a close frame. */
    public void killWebSockets() {
        for (VirtualWebSocket webSocket : Set.copyOf(webSockets)) {
            webSocket.kill();
        }
    }

    /** A router on the way forgets the node's UDP sockets: the server sees other addresses from now on. */
    public void rebind() {
        ports.forEach(VirtualPort::rebind);
    }

    /**
     * How many websockets the node uses: open or being opened.
     *
     * @return the count
     */
    public int webSockets() {
        return webSockets.size();
    }

    /**
     * How many UDP sockets are open.
     *
     * @return the count
     */
    public int ports() {
        return ports.size();
    }

    /**
     * What is to happen on the node: its timers, and what runs on its threads.
     *
     * @return the count
     */
    public long tasks() {
        return tasks;
    }

    /** Ends the machine: nothing more happens on it. */
    public void close() {
        environment.close();
    }

    long nowNs() {
        return time.nowNs();
    }

    VirtualNetwork network() {
        return network;
    }

    void gone(VirtualWebSocket webSocket) {
        webSockets.remove(webSocket);
    }

    void gone(VirtualPort port) {
        ports.remove(port);
    }

    /** Runs something on this node, when the node runs. */
    VirtualTime.Event later(Runnable task, long delayNs) {
        tasks++;
        Task waiting = new Task(task);
        waiting.event = time.after(delayNs, waiting);
        return waiting.event;
    }

    /** A task that waits while its node stands still. */
    private final class Task implements Runnable {
        private final Runnable task;
        private VirtualTime.@Nullable Event event;

        Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            long stalledNs = stalledUntilNs - time.nowNs();
            if (closed) {
                tasks--;
            } else if (stalledNs > 0) {
                VirtualTime.Event old = event;
                if (old != null) {
                    old.moveTo(time.after(stalledNs, this));
                }
            } else {
                tasks--;
                task.run();
            }
        }
    }

    private final class NodeEnvironment implements Environment {
        private final VirtualPacer pacer = new VirtualPacer(VirtualNode.this);

        @Override
        public long nowNs() {
            return time.nowNs();
        }

        @Override
        public Timer schedule(Runnable task, long delayNs) {
            VirtualTime.Event event = later(task, delayNs);
            return () -> {
                if (event.cancel()) {
                    tasks--;
                }
            };
        }

        @Override
        public Executor workers() {
            return task -> later(task, 0);
        }

        @Override
        public Executor receiving() {
            return task -> later(task, 0);
        }

        @Override
        public Pacer pacer() {
            return pacer;
        }

        @Override
        public SecureRandom random() {
            return random;
        }

        @Override
        public WebSocketPort openWebSocket(URI uri, @Nullable SSLContext trust, WebSocketEvents events) {
            VirtualWebSocket webSocket = new VirtualWebSocket(VirtualNode.this, uri, events);
            webSockets.add(webSocket);
            webSocket.connect();
            return webSocket;
        }

        @Override
        public DatagramPort openDatagrams(InetSocketAddress remote) {
            VirtualPort port = new VirtualPort(VirtualNode.this, remote);
            ports.add(port);
            return port;
        }

        @Override
        public int sending() {
            return pacer.size();
        }

        @Override
        public long skippedMs() {
            return pacer.skippedMs();
        }

        @Override
        public void close() {
            closed = true;
            pacer.close();
        }
    }
}
