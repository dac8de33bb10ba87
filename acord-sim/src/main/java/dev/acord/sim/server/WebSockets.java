package dev.acord.sim.server;

import dev.acord.sim.gateway.Outbox;
import dev.acord.sim.websocket.EndpointEvents;
import dev.acord.sim.websocket.GatewayEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The websockets, on Jetty. What the gateway says goes through one thread of its own, in order: the gateway never waits for a network,
 * and no event of a socket comes back into it while it speaks.
 */
final class WebSockets implements Outbox, AutoCloseable {
    /** How much may wait to be written to one socket before it is given up. */
    private static final int MAX_PENDING = 16_384;

    private static final int THREADS = 24;

    private final ServerSettings settings;
    private final EndpointEvents events;
    private final EndpointEvents registry = new Registry();
    private final Server server;
    private final @Nullable ServerConnector plain;
    private final @Nullable ServerConnector secure;
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    private volatile int plainPort = -1;
    private volatile int securePort = -1;
    private final AtomicLong nextId = new AtomicLong(1);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "acord-sim-writer");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Connection {
        final GatewayEndpoint endpoint;
        final AtomicInteger pending = new AtomicInteger();

        Connection(GatewayEndpoint endpoint) {
            this.endpoint = endpoint;
        }
    }

    WebSockets(ServerSettings settings, @Nullable ServerCertificate certificate, EndpointEvents events) {
        this.settings = settings;
        this.events = events;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("acord-sim-web");
        threads.setDaemon(true);
        server = new Server(threads);
        plain = settings.plain() ? connector(settings.wsPort(), new HttpConnectionFactory()) : null;
        secure = certificate == null ? null : secureConnector(certificate);
        server.setHandler(WebSocketUpgradeHandler.from(server, this::configure));
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxTextMessageSize(settings.maxTextBytes());
        container.setMaxBinaryMessageSize(settings.maxBinaryBytes());
        container.setIdleTimeout(Duration.ZERO); // heartbeats are the gateway's business
        container.addMapping("/*", (request, response, callback) -> {
            if (connections.size() >= settings.hub().maxSockets()) {
                Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
                return null;
            }
            return new GatewayEndpoint(
                    nextId.getAndIncrement(), version(request.getHttpURI().getQuery()), registry);
        });
    }

    /** The value of the parameter {@code v}, or 0. */
    private static int version(@Nullable String query) {
        if (query != null) {
            for (String parameter : query.split("&")) {
                if (parameter.matches("v=[0-9]{1,4}")) {
                    return Integer.parseInt(parameter.substring(2));
                }
            }
        }
        return 0;
    }

    void start() throws IOException {
        try {
            server.start();
            plainPort = plain == null ? -1 : plain.getLocalPort();
            securePort = secure == null ? -1 : secure.getLocalPort();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // Jetty's lifecycle declares no better
            throw new IOException("the web server did not start: " + e.getMessage(), e);
        }
    }

    int plainPort() {
        return plainPort;
    }

    int securePort() {
        return securePort;
    }

    private ServerConnector secureConnector(ServerCertificate certificate) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(certificate.keyStore());
        ssl.setKeyStorePassword(new String(ServerCertificate.PASSWORD));
        HttpConfiguration http = new HttpConfiguration();
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // clients connect to a numeric address, for which there is no SNI
        http.addCustomizer(customizer);
        return connector(
                settings.wssPort(), new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
    }

    private ServerConnector connector(int port, org.eclipse.jetty.server.ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server, 1, 1, factories);
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        return connector;
    }

    /** Keeps the list of connections, and passes everything on. */
    private final class Registry implements EndpointEvents {
        @Override
        public void opened(GatewayEndpoint endpoint) {
            connections.put(endpoint.id(), new Connection(endpoint));
            events.opened(endpoint);
        }

        @Override
        public void text(long id, String message) {
            events.text(id, message);
        }

        @Override
        public void binary(long id, byte[] message) {
            events.binary(id, message);
        }

        @Override
        public void tooLarge(long id) {
            events.tooLarge(id);
        }

        @Override
        public void closed(long id, int code) {
            connections.remove(id);
            events.closed(id, code);
        }
    }

    @Override
    public void text(long socketId, String message) {
        write(socketId, (connection, done) -> connection.endpoint.session().sendText(message, done));
    }

    @Override
    public void binary(long socketId, byte[] message) {
        write(
                socketId,
                (connection, done) ->
                        connection.endpoint.session().sendBinary(java.nio.ByteBuffer.wrap(message), done));
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
        try {
            writer.execute(() -> {
                if (full) {
                    connection.endpoint.session().disconnect(); // a client that does not read
                } else {
                    write.to(connection, Callback.from(done, failure -> done.run())); // the close will be reported
                }
            });
        } catch (RejectedExecutionException e) {
            connection.pending.decrementAndGet(); // the server is being closed, and so are its sockets
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
