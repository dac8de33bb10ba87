package dev.acord.sim.web;

import com.google.gson.JsonObject;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.websocket.GatewayEndpoint;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionState;
import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.receive.SpeechFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One open page: a member of the channel like any other, with a connection, a receiver and, while it talks, a player. What it hears waits
 * for its websocket in bounded queues, of which the oldest sound is dropped. Thread safe.
 */
final class PageMember implements VoiceListener, AutoCloseable {
    /** How many blocks of 20 ms may be on their way into the websocket. */
    private static final int MAX_SENDING = 10;
    /** How many may wait besides when the browser takes them again. */
    private static final int MAX_WAITING = 10;

    private static final int MAX_TEXTS = 5;
    private static final int READ_AHEAD = 5;
    private static final Duration STEP = Duration.ofMillis(100);

    private final VoiceServer server;
    private final WebPageOptions options;
    private final long userId;
    private final GatewayEndpoint endpoint;
    private final VoiceConnection connection;
    private final SpeechReceiver receiver;
    private final MemberMeters meters;
    private final SpeechStream everybody;
    private final Map<Long, String> codes = new ConcurrentHashMap<>();
    private final Semaphore sending = new Semaphore(MAX_SENDING);
    private final AtomicInteger texts = new AtomicInteger();
    private final Thread listener;
    private EncryptionState coded = EncryptionState.NONE;
    private @Nullable MicrophoneSource microphone;
    private volatile boolean listening;
    private volatile boolean closed;
    private final AtomicLong droppedBlocks = new AtomicLong();
    private volatile String trouble = "";

    PageMember(VoiceServer server, WebPageOptions options, long userId, GatewayEndpoint endpoint) {
        this.server = server;
        this.options = options;
        this.userId = userId;
        this.endpoint = endpoint;
        connection = VoiceConnection.create(info(), reach(server));
        receiver = new SpeechReceiver(connection, SpeechFormat.STEREO_48K);
        meters = new MemberMeters(receiver);
        everybody = receiver.everybody();
        connection.addListener(this);
        connection.addListener(meters);
        listener = new Thread(this::passSoundOn, "acord-page-" + Long.toUnsignedString(userId));
        listener.setDaemon(true);
    }

    /** Joins the channel, as its main gateway would let it. */
    private VoiceServerInfo info() {
        VoiceTicket ticket = server.join(options.guildId(), options.channelId(), userId);
        return new VoiceServerInfo(
                options.guildId(), options.channelId(), userId, ticket.sessionId(), ticket.token(), ticket.endpoint());
    }

    private static VoiceOptions reach(VoiceServer server) {
        VoiceOptions.Builder builder = VoiceOptions.builder().readAheadFrames(READ_AHEAD);
        try {
            return builder.sslContext(server.trustingContext()).build();
        } catch (IllegalStateException withoutTls) {
            return builder.plainWebsocket(true).build();
        }
    }

    void start() {
        connection.connect(); // how it goes shows in the state that is pushed
        listener.start();
    }

    long userId() {
        return userId;
    }

    VoiceConnection connection() {
        return connection;
    }

    MemberMeters meters() {
        return meters;
    }

    Map<Long, String> codes() {
        return codes;
    }

    /** Blocks that the browser did not take in time. */
    long droppedBlocks() {
        return droppedBlocks.get() + everybody.dropped();
    }

    /** Why the channel was left; empty while all is well. */
    String trouble() {
        return trouble;
    }

    synchronized boolean isTalking() {
        return microphone != null;
    }

    void listen(boolean on) {
        listening = on;
    }

    /** Begins or ends to talk. Each time is a track of its own, so that a muted page is really silent on the wire. */
    synchronized void talk(boolean on) {
        MicrophoneSource now = microphone;
        if (!on && now != null) {
            now.end();
            microphone = null;
        } else if (on && now == null && !closed) {
            MicrophoneSource source = new MicrophoneSource();
            BasePlayer player = new BasePlayer(connection, source, OpusEncoderOptions.defaults());
            microphone = source;
            player.play().whenComplete((state, failure) -> {
                player.close();
                if (failure != null) {
                    say("talking broke: " + failure.getMessage());
                }
                stopped(source);
            });
        }
    }

    private synchronized void stopped(MicrophoneSource source) {
        if (microphone == source) {
            microphone = null;
        }
    }

    /** Sound from the microphone: 20 ms, 48,000 Hz, one channel, signed 16 bit, the lower byte first; anything else is refused. */
    void heard(byte[] message) {
        if (message.length != 2 * MicrophoneSource.BLOCK_FRAMES) {
            throw new IllegalArgumentException("sound comes in messages of 1920 bytes, not " + message.length);
        }
        short[] samples = new short[MicrophoneSource.BLOCK_FRAMES];
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        MicrophoneSource source;
        synchronized (this) {
            source = microphone;
        }
        if (source != null) {
            source.add(samples);
        }
    }

    /** Has the codes of the present epoch computed; each takes a moment. */
    void refreshCodes() {
        EncryptionState state = connection.encryption();
        if (state.epoch() == coded.epoch() && state.users().equals(coded.users())) {
            return;
        }
        coded = state;
        codes.keySet().retainAll(state.users());
        for (long other : state.users()) {
            if (other != userId && !codes.containsKey(other)) {
                // the member may be gone before the code is there: then there is none to show
                connection
                        .verificationCode(other)
                        .thenAccept(code -> codes.put(other, code))
                        .exceptionally(gone -> null);
            }
        }
    }

    private void passSoundOn() {
        ArrayDeque<SpeechBlock> waiting = new ArrayDeque<>();
        try {
            while (!closed && !everybody.isEnded()) {
                SpeechBlock block = everybody.read(STEP);
                if (block != null && listening) {
                    waiting.add(block);
                }
                while (!waiting.isEmpty() && sending.tryAcquire()) {
                    send(waiting.remove());
                }
                if (waiting.size() > MAX_WAITING) {
                    waiting.remove();
                    droppedBlocks.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void send(SpeechBlock block) {
        Runnable done = sending::release;
        endpoint.session()
                .sendBinary(
                        ByteBuffer.wrap(block.bytes()),
                        Callback.from(done, failure -> done.run())); // its close will be reported
    }

    /** Says something, unless the browser does not listen: then the next state will say it. */
    void say(String error) {
        JsonObject message = new JsonObject();
        message.addProperty("type", "error");
        message.addProperty("message", error);
        push(message.toString());
    }

    void push(String text) {
        if (closed || texts.incrementAndGet() > MAX_TEXTS) {
            texts.decrementAndGet();
            return;
        }
        Runnable done = texts::decrementAndGet;
        endpoint.session().sendText(text, Callback.from(done, failure -> done.run()));
    }

    @Override
    public void onServerNeeded(VoiceConnection which, CloseReason reason) {
        if (!closed) {
            connection.update(info()); // what becomes of it is in the connection's state
        }
    }

    @Override
    public void onDisconnected(VoiceConnection which, CloseReason reason) {
        trouble = "You were taken out of the channel (" + reason.message() + "). Reload the page to join again.";
    }

    @Override
    public void onClosed(VoiceConnection which, CloseReason reason) {
        if (trouble.isEmpty()) {
            trouble = "The voice connection is closed (" + reason.message() + "). Reload the page to join again.";
        }
    }

    @Override
    public void close() {
        closed = true;
        talk(false);
        receiver.close();
        listener.interrupt();
        connection.disconnect("the page was closed");
    }
}
