package dev.acord.sim.web;

import com.google.gson.JsonObject;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.websocket.EndpointEvents;
import dev.acord.sim.websocket.GatewayEndpoint;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A voice channel of an embedded server as a web page: who is there and speaks, the end-to-end encryption, the network and its faults. Who
 * opens the page is a member of the channel, hears it and can talk into it.
 *
 * <pre>{@code
 * try (WebPage page = WebPage.serve(server, WebPageOptions.of(guildId, channelId))) {
 *     System.out.println("Open " + page.uri());
 *     ...
 * }
 * }</pre>
 *
 * <p>There is no login. What protects it is that it listens on the loopback address unless told otherwise, that requests must name a local
 * host and websockets come from the page itself, and that they need the token at the end of {@link #uri()}, which is new each time.
 * Thread safe.
 */
public final class WebPage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPage.class);
    private static final String SOCKET_PATH = "/socket";
    private static final int MAX_TEXT_BYTES = 4_096;
    private static final int MAX_SOUND_BYTES = 8_192;
    private static final int MAX_CONNECTIONS = 200;
    private static final int THREADS = 16;
    private static final long PUSH_MS = 200;

    private final VoiceServer voice;
    private final WebPageOptions options;
    private final PageGuard guard = new PageGuard(new SecureRandom());
    private final Map<Long, JsonObject> network = new ConcurrentHashMap<>();
    private final PageCommands commands;
    private final PageState state;
    private final Map<Long, PageMember> pages = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "acord-page");
        thread.setDaemon(true);
        return thread;
    });

    private WebPage(VoiceServer voice, WebPageOptions options) throws IOException {
        this.voice = voice;
        this.options = options;
        commands = new PageCommands(voice, network);
        state = new PageState(voice, options, network);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("acord-page-web");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1);
        connector.setHost(options.host());
        connector.setPort(options.port());
        server.addConnector(connector);
        server.addBean(new org.eclipse.jetty.server.NetworkConnectionLimit(MAX_CONNECTIONS, server));
        WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(server, this::configure);
        sockets.setHandler(new PageFiles());
        server.setHandler(new Gate(sockets));
    }

    /**
     * Serves a page until it is closed.
     *
     * @param voice the server to show, which is running
     * @param options where, and which channel
     * @return the page
     * @throws IOException when the port cannot be opened
     */
    public static WebPage serve(VoiceServer voice, WebPageOptions options) throws IOException {
        WebPage page = new WebPage(voice, options);
        try {
            page.server.start();
        } catch (Exception e) { // Jetty's lifecycle declares no better
            page.close();
            throw e instanceof IOException io
                    ? io
                    : new IOException("the page's web server did not start: " + e.getMessage(), e);
        }
        page.ticker.scheduleWithFixedDelay(page::push, PUSH_MS, PUSH_MS, TimeUnit.MILLISECONDS);
        return page;
    }

    /**
     * Where to open it.
     *
     * @return the address with the token, a secret that lasts as long as the page
     */
    public URI uri() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create("http://" + host + ":" + connector.getLocalPort() + "/#" + guard.token());
    }

    /**
     * How many browsers have it open.
     *
     * @return the number of members that are pages
     */
    public int openPages() {
        return pages.size();
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxTextMessageSize(MAX_TEXT_BYTES);
        container.setMaxBinaryMessageSize(MAX_SOUND_BYTES);
        container.setIdleTimeout(
                Duration.ZERO); // a muted page says nothing, and a lost one is noticed by writing to it
        container.addMapping(
                SOCKET_PATH,
                (request, response, callback) -> new GatewayEndpoint(nextId.getAndIncrement(), 0, new Events()));
    }

    /** Everything passes through here first. */
    private final class Gate extends Handler.Wrapper {
        Gate(Handler inner) {
            super(inner);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean socket = Request.getPathInContext(request).equals(SOCKET_PATH);
            int refusal =
                    !guard.hostIsOurs(request) ? HttpStatus.MISDIRECTED_REQUEST_421 : socket ? refusal(request) : 0;
            if (refusal != 0) {
                Response.writeError(request, response, callback, refusal);
                return true;
            }
            if (socket && request.getHeaders().get("Upgrade") == null) {
                response.setStatus(HttpStatus.NO_CONTENT_204); // a page asks why its websocket was refused: it is not
                callback.succeeded();
                return true;
            }
            return super.handle(request, response, callback);
        }

        private int refusal(Request request) {
            boolean upgrade = request.getHeaders().get("Upgrade") != null;
            if ((upgrade && !guard.originIsOurs(request))
                    || !guard.tokenIsOurs(request.getHttpURI().getQuery())) {
                return HttpStatus.FORBIDDEN_403;
            }
            return pages.size() >= options.maxPages() ? HttpStatus.SERVICE_UNAVAILABLE_503 : 0;
        }
    }

    /** What the pages say. */
    private final class Events implements EndpointEvents {
        @Override
        public void opened(GatewayEndpoint endpoint) {
            PageMember member;
            synchronized (pages) {
                List<Long> taken = new ArrayList<>();
                pages.values().forEach(each -> taken.add(each.userId()));
                if (taken.size() >= options.maxPages()) {
                    endpoint.session()
                            .close(
                                    StatusCode.TRY_AGAIN_LATER,
                                    "too many pages",
                                    org.eclipse.jetty.websocket.api.Callback.NOOP);
                    return;
                }
                long user = options.firstUserId();
                while (taken.contains(user)) {
                    user++;
                }
                member = new PageMember(voice, options, user, endpoint);
                pages.put(endpoint.id(), member);
            }
            member.start();
        }

        @Override
        public void text(long id, String message) {
            PageMember member = pages.get(id);
            if (member == null) {
                return;
            }
            try {
                commands.handle(member, message);
            } catch (IllegalArgumentException | IllegalStateException e) {
                member.say(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void binary(long id, byte[] message) {
            PageMember member = pages.get(id);
            if (member != null) {
                try {
                    member.heard(message);
                } catch (IllegalArgumentException e) {
                    member.say(String.valueOf(e.getMessage()));
                }
            }
        }

        @Override
        public void tooLarge(long id) {
            // its websocket is being closed, which is reported
        }

        @Override
        public void closed(long id, int code) {
            PageMember member = pages.remove(id);
            if (member != null) {
                member.close();
            }
        }
    }

    private void push() {
        try {
            if (pages.isEmpty()) {
                return;
            }
            state.look();
            for (PageMember page : pages.values()) {
                page.meters().look();
                page.refreshCodes();
                page.push(state.json(page));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException e) { // an executor would end its task in silence
            LOG.warn("The page's state cannot be shown", e);
        }
    }

    @Override
    public void close() throws IOException {
        ticker.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) { // Jetty's lifecycle declares no better
            throw new IOException("the page's web server did not stop: " + e.getMessage(), e);
        } finally {
            pages.values().forEach(PageMember::close);
            pages.clear();
        }
    }
}
