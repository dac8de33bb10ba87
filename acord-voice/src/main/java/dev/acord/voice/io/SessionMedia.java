package dev.acord.voice.io;

import com.google.gson.JsonObject;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveSession;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.gateway.GatewaySession;
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.SourceStatistics;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media path of the present voice session: UDP socket, sender, transport keys and end-to-end encryption. It is made anew for every
 * session; {@link CallMedia} is what lasts. Owned by the connection's executor.
 */
final class SessionMedia implements MediaSocket.Events, DaveLink.Events, DaveWatch.Events {
    private static final Logger LOG = LoggerFactory.getLogger(SessionMedia.class);
    /** After this the gateway has told who else is in the call. */
    private static final long ROSTER_NS = 500_000_000;

    /** What the path needs of its connection. */
    interface Events {
        /** An input for the gateway session. */
        void post(Consumer<GatewaySession> input);

        /** Whether frames can be sent, or the epoch, has changed. */
        void onEncryption(DaveEpoch epoch, boolean encrypted);

        /** Others are in the call, and have not taken us into their group for this long; we asked again. */
        void onEncryptionRepeated(long waitedNs);

        /** They will not in this session. */
        void onEncryptionStuck(long waitedNs);

        void onIgnored(int opcode, String why);
    }

    private final Environment environment;
    private final SecureRandom random;
    private final Executor control;
    private final VoiceOptions options;
    private final CallMedia media;
    private final SignatureKeyPair identity;
    private final Events events;
    private int ssrc;
    private @Nullable MediaSocket udp;
    private @Nullable DaveLink dave;
    private @Nullable DaveWatch watch;
    private volatile @Nullable MediaSocket currentUdp;
    private volatile @Nullable EncryptionMode mode;

    SessionMedia(
            Environment environment,
            Executor control,
            VoiceOptions options,
            CallMedia media,
            SignatureKeyPair identity,
            Events events) {
        this.environment = environment;
        this.random = environment.random();
        this.control = control;
        this.options = options;
        this.media = media;
        this.identity = identity;
        this.events = events;
    }

    /** The socket; null while there is no session. Any thread. */
    @Nullable
    MediaSocket socket() {
        return currentUdp;
    }

    /** The transport encryption mode; null before the first session. Any thread. */
    @Nullable
    EncryptionMode mode() {
        return mode;
    }

    /** Whether frames may be sent, as far as end-to-end encryption is concerned. */
    boolean canSend() {
        return dave != null && dave.canSend();
    }

    /** A new session: opens the socket and begins IP discovery. */
    void open(VoiceServerInfo info, int newSsrc, String address, int port) {
        drop();
        ssrc = newSsrc;
        DaveLink link = new DaveLink(
                actions -> new DaveSession(info.channelId(), info.userId(), identity, random, actions),
                media.dave(),
                environment::nowNs,
                this);
        dave = link;
        watch = new DaveWatch(link, options.encryptionTimeout().toNanos(), environment, control, this);
        try {
            MediaSocket opened = new MediaSocket(
                    environment,
                    control,
                    new InetSocketAddress(address, port),
                    ssrc,
                    options.discoveryAttempts(),
                    media.router(),
                    media.watchdog(),
                    media.drops(),
                    media.reception(),
                    this);
            udp = opened;
            currentUdp = opened;
            opened.start();
        } catch (IOException | RuntimeException e) {
            LOG.debug("cannot open UDP", e);
            String why = "cannot open UDP to " + address + ":" + port + " (" + e.getMessage() + ")";
            events.post(each -> each.handleDiscoveryFailed(why, environment.nowNs()));
        }
    }

    @Override
    public void onDiscovered(MediaSocket from, String address, int port) {
        if (from == udp) {
            events.post(each -> each.handleDiscovered(address, port, environment.nowNs()));
        }
    }

    @Override
    public void onDiscoveryFailed(MediaSocket from, String why) {
        if (from == udp) {
            events.post(each -> each.handleDiscoveryFailed(why, environment.nowNs()));
        }
    }

    @Override
    public void onSilent(MediaSocket from) {
        if (from == udp) {
            events.post(session -> {
                if (session.state() == VoiceState.READY) {
                    media.playback().nudge();
                }
            });
        }
    }

    @Override
    public void onDead(MediaSocket from, long silentNs) {
        if (from == udp) {
            String why = "nothing came by UDP for " + silentNs / 1_000_000_000 + " s";
            LOG.info("{}; a new session is begun", why);
            events.post(each -> each.renew(why, environment.nowNs()));
        }
    }

    /** Mode and key: the first ones of the session make its sender, later ones replace the key. */
    void describe(EncryptionMode given, byte[] secretKey, int daveVersion) {
        MediaSocket to = udp;
        DaveLink link = dave;
        if (to == null || link == null) {
            return;
        }
        mode = given;
        to.rekey(TransportCipher.create(given, secretKey));
        TransportCipher sending = TransportCipher.create(given, secretKey);
        Arrays.fill(secretKey, (byte) 0);
        SendStream.Path path = media.stream().path();
        if (path != null && path.port() == to.port()) {
            media.stream().rekey(new SendStream.Rekey(path, sending, new NonceCounter(0)));
            return;
        }
        RtpSender sender = new RtpSender(
                ssrc, random.nextInt(1 << 16), random.nextInt() & 0xFFFF_FFFFL, sending, new NonceCounter(0));
        sender.frameEncryptor(link.encryptor());
        media.stream().path(new SendStream.Path(to.port(), sender));
        link.handleSessionDescription(daveVersion);
        look();
        environment.schedule(
                () -> control.execute(() -> {
                    if (dave == link) {
                        link.handleRosterKnown();
                    }
                }),
                ROSTER_NS);
    }

    void handleDaveMessage(int opcode, JsonObject data) {
        if (dave != null) {
            dave.handleMessage(opcode, data);
            look();
        }
    }

    void handleDaveBinary(int opcode, byte[] message, int offset) {
        if (dave != null) {
            dave.handleBinary(opcode, message, offset);
            look();
        }
    }

    void userConnected(long user) {
        if (dave != null) {
            dave.handleUserConnected(user);
            look();
        }
    }

    /** The websocket was resumed. */
    void resumed() {
        if (watch != null) {
            watch.resumed();
        }
    }

    private void look() {
        if (watch != null) {
            watch.look();
        }
    }

    void userDisconnected(long user) {
        int gone = media.users().disconnected(user);
        if (udp != null && gone != 0) {
            udp.forget(gone);
        }
        if (dave != null) {
            dave.handleUserDisconnected(user);
            look();
        }
    }

    void speaking(long user, int userSsrc) {
        media.users().speaking(user, userSsrc);
        releaseHeld();
    }

    void sources(long user, int audioSsrc, int videoSsrc, int rtxSsrc) {
        media.users().video(user, audioSsrc, videoSsrc, rtxSsrc);
        releaseHeld();
    }

    private void releaseHeld() {
        if (udp != null) {
            udp.releaseHeld();
        }
    }

    /** Reception statistics of the session; empty while there is none. Any thread. */
    CompletableFuture<List<SourceStatistics>> statistics() {
        MediaSocket now = currentUdp;
        return now == null ? CompletableFuture.completedFuture(List.of()) : now.statistics();
    }

    /** The session is over. */
    void drop() {
        media.stream().path(null);
        media.users().clear();
        MediaSocket old = udp;
        udp = null;
        currentUdp = null;
        if (old != null) {
            old.close();
        }
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (dave != null) {
            dave.close();
            dave = null;
        }
    }

    @Override
    public void sendJson(int opcode, JsonObject data) {
        events.post(each -> each.send(opcode, data));
    }

    @Override
    public void sendBinary(int opcode, byte[] payload) {
        events.post(each -> each.sendBinary(opcode, payload));
    }

    @Override
    public void onEncryption() {
        DaveLink link = dave;
        if (link != null) {
            events.onEncryption(link.epoch(), link.isEncrypted());
        }
    }

    @Override
    public void onEncryptionRepeated(long waitedNs) {
        events.onEncryptionRepeated(waitedNs);
    }

    @Override
    public void onEncryptionStuck(long waitedNs) {
        events.onEncryptionStuck(waitedNs);
    }

    @Override
    public void onRefused(int opcode, String why) {
        events.onIgnored(opcode, why);
    }
}
