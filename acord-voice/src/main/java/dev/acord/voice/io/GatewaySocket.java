package dev.acord.voice.io;

import dev.acord.voice.wire.CloseCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One websocket: whole messages in, queued messages out. Sending is for one thread at a time; events come on threads of the HTTP client,
 * one at a time, and the next message is read only after {@link WebSocketEvents} has said that it is done with the last one.
 */
final class GatewaySocket implements WebSocketPort {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int MAX_QUEUED_MESSAGES = 1_000;
    private static final int MAX_CLOSE_REASON_BYTES = 120;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long CLOSE_GRACE_MS = 2_000;
    private static final long SEND_FAILURE_GRACE_MS = 500;

    /** Held while the socket is, so that connections that come meanwhile find it and share it. */
    final HttpClient client;

    private final URI uri;
    private final WebSocketEvents events;
    private final ScheduledExecutorService timer;
    private final AtomicInteger queued = new AtomicInteger();
    private final CompletableFuture<WebSocket> opening;
    private CompletableFuture<?> lastSend;
    /** The peer has answered a close frame, or is lost. */
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    private volatile boolean leaving;
    private volatile boolean closing;

    /** Begins to open a websocket. */
    GatewaySocket(HttpClient client, URI uri, ScheduledExecutorService timer, WebSocketEvents events) {
        this.client = client;
        this.uri = uri;
        this.events = events;
        this.timer = timer;
        this.opening =
                client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).buildAsync(uri, new Listener());
        this.lastSend = opening;
        opening.whenComplete((webSocket, error) -> {
            if (error != null && !closing) {
                reportFailure(unwrap(error));
            }
        });
    }

    @Override
    public void sendText(String message) {
        enqueue(() -> opening.join().sendText(message, true));
    }

    @Override
    public void sendBinary(byte[] message) {
        enqueue(() -> opening.join().sendBinary(ByteBuffer.wrap(message), true));
    }

    /** Breaks the connection if the peer does not answer. */
    @Override
    public void close(int code, String why) {
        closing = true;
        if (!opening.isDone()) {
            opening.cancel(true);
            return;
        }
        if (opening.isCompletedExceptionally()) {
            return;
        }
        WebSocket webSocket = opening.join();
        leaving = true;
        lastSend.handle((ignored, error) -> webSocket.sendClose(code, shortened(why)));
        timer.schedule(this::abort, CLOSE_GRACE_MS, TimeUnit.MILLISECONDS);
    }

    /** After {@link #close}, completes with the peer's answer or its loss; at once where nobody is to answer. */
    CompletableFuture<?> parted() {
        return leaving ? ended : CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {
        closing = true;
        if (opening.isDone() && !opening.isCompletedExceptionally()) {
            opening.join().abort();
        }
        ended.complete(null);
    }

    private void enqueue(Supplier<CompletionStage<WebSocket>> send) {
        if (queued.incrementAndGet() > MAX_QUEUED_MESSAGES) {
            breakOff("more than " + MAX_QUEUED_MESSAGES + " messages wait to be sent; the peer does not read them");
            return;
        }
        lastSend = lastSend.thenCompose(ignored -> send.get());
        lastSend.whenComplete((ignored, error) -> {
            queued.decrementAndGet();
            if (error != null) {
                // the peer's close frame may be on its way, and its code says more than this failure
                String why = "sending failed: " + describe(unwrap(error));
                timer.schedule(() -> breakOff(why), SEND_FAILURE_GRACE_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private synchronized void breakOff(String why) {
        if (!closing) {
            abort();
            events.onClosed(CloseCode.ABNORMAL, "the connection to " + uri.getAuthority() + " was lost: " + why);
        }
    }

    private synchronized void closedByPeer(int code, String why) {
        if (!closing) {
            closing = true;
            events.onClosed(code, why);
        }
    }

    private void reportFailure(Throwable error) {
        String where = uri.getAuthority();
        if (error instanceof SSLException tls) {
            TlsFailure failure = TlsFailure.of(tls);
            if (failure.isFinal()) {
                events.onRefused(failure.describe(where));
            } else {
                events.onClosed(CloseCode.ABNORMAL, failure.describe(where) + ": " + describe(error));
            }
        } else if (error instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            String what = where + " answered the websocket request with HTTP " + status;
            if (status < 500) {
                events.onRefused(what + "; is it a voice endpoint?");
            } else {
                events.onClosed(CloseCode.ABNORMAL, what);
            }
        } else {
            events.onClosed(CloseCode.ABNORMAL, "cannot reach the voice server at " + where + ": " + describe(error));
        }
    }

    private static String describe(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
        }
        if (error instanceof HttpConnectTimeoutException) {
            return "no answer within " + CONNECT_TIMEOUT.toSeconds() + " s";
        }
        String message = error.getMessage();
        if (error instanceof ConnectException && message == null) {
            return "connection refused";
        }
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static String shortened(String why) {
        byte[] utf8 = why.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MAX_CLOSE_REASON_BYTES ? why : "";
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public void onOpen(WebSocket webSocket) {
            if (closing) {
                // whoever cancelled the opening did not get the websocket to close it; where it was closed already,
                // this does nothing
                webSocket.sendClose(CloseCode.NORMAL, "");
                timer.schedule(webSocket::abort, CLOSE_GRACE_MS, TimeUnit.MILLISECONDS);
                return;
            }
            events.onOpen();
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (text.length() > MAX_MESSAGE_BYTES) {
                breakOff("a message is longer than " + MAX_MESSAGE_BYTES + " characters");
            } else if (last) {
                String message = text.toString();
                text.setLength(0);
                events.onText(message, () -> webSocket.request(1));
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            binary.write(bytes, 0, bytes.length);
            if (binary.size() > MAX_MESSAGE_BYTES) {
                breakOff("a message is longer than " + MAX_MESSAGE_BYTES + " bytes");
            } else if (last) {
                byte[] message = binary.toByteArray();
                binary.reset();
                events.onBinary(message, () -> webSocket.request(1));
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended.complete(null);
            closedByPeer(statusCode, reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended.complete(null);
            breakOff(error instanceof IOException ? describe(error) : error.toString());
        }
    }
}
