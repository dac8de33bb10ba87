package dev.acord.sim.discord.net;

import dev.acord.sim.gateway.Outbox;
import dev.acord.sim.websocket.EndpointEvents;
import dev.acord.sim.websocket.GatewayEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * One port on the loopback address for requests and websockets. What the gateway says goes through one thread of its own, in order, and is
 * compressed there; the gateway never waits for a network.
 */
public final class DiscordWeb implements Outbox, AutoCloseable {
    /** How much may wait to be written to one socket before it is given up. */
    private static final int MAX_PENDING = 4_096;

    private static final int MAX_SOCKETS = 64;
    private static final int MAX_MESSAGE_BYTES = 65_536;
    private static final int THREADS = 24;

    private final String host;
    private final Handling handling;
    private final Server server;
    private final ServerConnector connector;
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "acord-discord-writer");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Connection {
        final GatewayEndpoint endpoint;
        final @Nullable ZlibStream compression;
        final AtomicInteger pending = new AtomicInteger();

        Connection(GatewayEndpoint endpoint, @Nullable ZlibStream compression) {
            this.endpoint = endpoint;
            this.compression = compression;
        }
    }

    /**
     * Makes a server that does not listen yet.
     *
     * @param host the address to listen on
     * @param port the port, or 0 for a free one
     * @param handling is called for everything that comes
     */
    public DiscordWeb(String host, int port, Handling handling) {
        this.host = host;
        this.handling = handling;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("acord-discord-web");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory());
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        WebSocketUpgradeHandler upgrade = WebSocketUpgradeHandler.from(server, this::configure);
        upgrade.setHandler(new RestHandler(handling));
        server.setHandler(upgrade);
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
        container.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
        container.setIdleTimeout(Duration.ZERO); // heartbeats are the gateway's business
        container.addMapping("/*", (request, response, callback) -> {
            @Nullable String asked = request.getHttpURI().getQuery();
            String query = asked == null ? "" : "&" + asked + "&";
            boolean zlib = query.contains("&compress=zlib-stream&");
            if ((query.contains("&compress=") && !zlib) || query.contains("&encoding=etf&")) {
                handling.unsupported(String.valueOf(asked));
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
                return null;
            }
            if (connections.size() >= MAX_SOCKETS) {
                Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
                return null;
            }
            int version = query.contains("&v=10&") ? 10 : 0;
            return new GatewayEndpoint(nextId.getAndIncrement(), version, new Events(zlib));
        });
    }

    /**
     * Opens the port.
     *
     * @throws IOException when it is taken
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // Jetty's lifecycle declares no better
            throw new IOException("the web server did not start: " + e.getMessage(), e);
        }
    }

    /**
     * Where the server is.
     *
     * @return {@code host:port}
     */
    public String address() {
        return host + ":" + connector.getLocalPort();
    }

    private final class Events implements EndpointEvents {
        private final boolean zlib;

        Events(boolean zlib) {
            this.zlib = zlib;
        }

        @Override
        public void opened(GatewayEndpoint endpoint) {
            connections.put(endpoint.id(), new Connection(endpoint, zlib ? new ZlibStream() : null));
            handling.opened(endpoint.id(), endpoint.version());
        }

        @Override
        public void text(long id, String message) {
            handling.text(id, message);
        }

        @Override
        public void binary(long id, byte[] message) {
            handling.binary(id);
        }

        @Override
        public void tooLarge(long id) {
            handling.text(id, " ".repeat(MAX_MESSAGE_BYTES)); // over the gateway's own limit too, which reports it
        }

        @Override
        public void closed(long id, int code) {
            Connection connection = connections.remove(id);
            if (connection != null && connection.compression != null) {
                later(connection.compression::close);
            }
            handling.closed(id, code);
        }
    }

    @Override
    public void text(long socketId, String message) {
        write(socketId, (connection, done) -> {
            if (connection.compression == null) {
                connection.endpoint.session().sendText(message, done);
            } else if (connections.containsKey(socketId)) { // its compressor is not closed yet
                byte[] bytes = connection.compression.compress(message);
                connection.endpoint.session().sendBinary(ByteBuffer.wrap(bytes), done);
            } else {
                done.succeed();
            }
        });
    }

    @Override
    public void binary(long socketId, byte[] message) {
        write(socketId, (connection, done) -> connection.endpoint.session().sendBinary(ByteBuffer.wrap(message), done));
    }

    @Override
    public void close(long socketId, int code, String reason) {
        write(socketId, (connection, done) -> connection.endpoint.session().close(code, reason, done));
    }

    @Override
    public void abort(long socketId) {
        write(socketId, (connection, done) -> {
            connection.endpoint.session().disconnect();
            done.succeed();
        });
    }

    @FunctionalInterface
    private interface Write {
        void to(Connection connection, Callback done);
    }

    private void write(long socketId, Write write) {
        Connection connection = connections.get(socketId);
        if (connection == null) {
            return; // it went meanwhile; its close is reported or on its way
        }
        boolean full = connection.pending.incrementAndGet() > MAX_PENDING;
        Runnable done = connection.pending::decrementAndGet;
        later(() -> {
            if (full) {
                connection.endpoint.session().disconnect(); // a client that does not read
            } else {
                write.to(connection, Callback.from(done, failure -> done.run())); // the close will be reported
            }
        });
    }

    private void later(Runnable task) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            // the server is being closed, and so are its sockets
        }
    }

    @Override
    public void close() throws IOException {
        writer.shutdown();
        try {
            server.stop();
        } catch (Exception e) { // Jetty's lifecycle declares no better
            throw new IOException("the web server did not stop: " + e.getMessage(), e);
        } finally {
            writer.shutdownNow();
        }
    }
}
