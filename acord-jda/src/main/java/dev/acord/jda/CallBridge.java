package dev.acord.jda;

import dev.acord.dave.DaveActions;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveSession;
import dev.acord.dave.DaveWatchdog;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.dv8tion.jda.api.audio.dave.DaveProtocolCallbacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One voice connection of JDA: brings its threads together with a {@link DaveSession} and the media.
 *
 * <p>JDA calls, in this order:
 *
 * <pre>
 * Hello                   initialize              again after every resume: the group goes on
 * Identify                getMaxProtocolVersion
 * after IP discovery      assignSsrcToCodec
 * Session Description     onSelectProtocolAck
 * then                    addUser, removeUser, on...   by the thread that reads the websocket
 *                         encrypt                      by the thread that sends audio
 *                         decrypt                      by the thread that receives audio
 * end                     destroy                      by any thread, while the other three may still be at work
 * </pre>
 *
 * <p>One lock guards the session, whose work takes milliseconds; the two directions of media have a lock each, and nothing but one frame or the
 * wiping of keys happens under it. So audio never waits for the group.
 *
 * <p>There is no timer: what has to be said again, because it may have been lost or was in vain, is said by the audio threads, which come by
 * with every frame. Who neither sends nor hears anything misses nothing.
 */
final class CallBridge implements net.dv8tion.jda.api.audio.dave.DaveSession {
    private static final Logger LOG = LoggerFactory.getLogger(CallBridge.class);
    private static final int MAX_USERS = 10_000;
    /** JDA's connection cannot be renewed from here, so there is no giving up: after a day the waiting begins anew. */
    private static final long PATIENCE_NS = 86_400_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Outbox outbox = new Outbox();
    private final SendingFrames sending;
    private final ReceivingFrames receiving = new ReceivingFrames();
    private final DaveProtocolCallbacks callbacks;
    private final long userId;
    private final long channelId;
    private final Consumer<CallEpoch> epochListener;
    private final LongSupplier clockNs;
    private final DaveSession session;
    private final Set<Long> others = new HashSet<>();
    private final DaveWatchdog watchdog = new DaveWatchdog(PATIENCE_NS);
    private volatile long lookAgainNs = DaveWatchdog.NEVER;
    private boolean begun;
    private boolean destroyed;

    CallBridge(
            DaveProtocolCallbacks callbacks,
            long userId,
            long channelId,
            SignatureKeyPair signer,
            Consumer<CallEpoch> epochListener,
            SecureRandom random,
            LongSupplier clockNs) {
        this.callbacks = callbacks;
        this.userId = userId;
        this.channelId = channelId;
        this.epochListener = epochListener;
        this.clockNs = clockNs;
        this.sending = new SendingFrames(channelId);
        this.session = new DaveSession(channelId, userId, signer, random, new Actions());
    }

    @Override
    public int getMaxProtocolVersion() {
        return DaveSession.MAX_PROTOCOL_VERSION;
    }

    @Override
    public int getMaxEncryptedFrameSize(MediaType type, int frameSize) {
        return sending.maxBytes(frameSize);
    }

    @Override
    public int getMaxDecryptedFrameSize(MediaType type, long user, int frameSize) {
        return frameSize;
    }

    /** Opus is the only codec there is, and its frames are encrypted as a whole. */
    @Override
    public void assignSsrcToCodec(Codec codec, int ssrc) {}

    @Override
    public boolean encrypt(MediaType type, int ssrc, ByteBuffer frame, ByteBuffer encrypted) {
        long nowNs = clockNs.getAsLong();
        lookIfDue(nowNs);
        return sending.encrypt(frame, encrypted, nowNs);
    }

    @Override
    public boolean decrypt(MediaType type, long user, ByteBuffer encrypted, ByteBuffer frame) {
        long nowNs = clockNs.getAsLong();
        lookIfDue(nowNs);
        return receiving.decrypt(user, encrypted, frame, nowNs);
    }

    /** The session begins with the protocol version; here it goes on after a resume, and what was said before may be lost. */
    @Override
    public void initialize() {
        handle(() -> {
            if (begun) {
                watchdog.handleResumed(clockNs.getAsLong());
            }
        });
    }

    @Override
    public void addUser(long user) {
        handle(() -> {
            if (user != userId && others.size() < MAX_USERS) {
                others.add(user);
                sending.others(true);
            }
            session.handleUserConnected(user);
        });
    }

    @Override
    public void removeUser(long user) {
        handle(() -> {
            others.remove(user);
            sending.others(!others.isEmpty());
            receiving.forget(user);
            session.handleUserDisconnected(user);
        });
    }

    @Override
    public void onSelectProtocolAck(int protocolVersion) {
        handle(() -> {
            begun = true;
            session.handleSessionDescription(protocolVersion);
        });
    }

    @Override
    public void onDaveProtocolPrepareTransition(int transitionId, int protocolVersion) {
        handle(() -> session.handlePrepareTransition(transitionId, protocolVersion));
    }

    @Override
    public void onDaveProtocolExecuteTransition(int transitionId) {
        handle(() -> session.handleExecuteTransition(transitionId));
    }

    @Override
    public void onDaveProtocolPrepareEpoch(long epoch, int protocolVersion) {
        handle(() -> session.handlePrepareEpoch(epoch, protocolVersion));
    }

    @Override
    public void onDaveProtocolMLSExternalSenderPackage(ByteBuffer externalSender) {
        byte[] message = remaining(externalSender);
        handle(() -> session.handleExternalSender(message));
    }

    @Override
    public void onMLSProposals(ByteBuffer proposals) {
        byte[] message = remaining(proposals);
        handle(() -> session.handleProposals(message));
    }

    @Override
    public void onMLSPrepareCommitTransition(int transitionId, ByteBuffer commit) {
        byte[] message = remaining(commit);
        handle(() -> session.handleAnnounceCommit(transitionId, message));
    }

    @Override
    public void onMLSWelcome(int transitionId, ByteBuffer welcome) {
        byte[] message = remaining(welcome);
        handle(() -> session.handleWelcome(transitionId, message));
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void handle(Runnable step) {
        lock.lock();
        try {
            if (!destroyed) {
                step.run();
                look();
            }
        } finally {
            lock.unlock();
            outbox.deliver();
        }
    }

    private void lookIfDue(long nowNs) {
        long dueNs = lookAgainNs;
        if (dueNs != DaveWatchdog.NEVER && nowNs - dueNs >= 0) {
            handle(() -> {});
        }
    }

    private void look() {
        if (watchdog.poll(session.isWaiting(), clockNs.getAsLong()) == DaveWatchdog.Verdict.REPEAT) {
            LOG.debug("Channel {}: saying again what may have been lost", channel());
            session.handleDoubt();
        }
        lookAgainNs = watchdog.nextNs();
    }

    /** Overwrites all secrets. Whatever JDA still calls gets silence, refusals, or nothing. */
    @Override
    public void destroy() {
        lock.lock();
        try {
            if (destroyed) {
                return;
            }
            destroyed = true;
            sending.close();
            receiving.close();
            session.close();
        } finally {
            lock.unlock();
        }
        LOG.debug("Channel {} over: {}; {}", channel(), sending.summary(), receiving.summary());
    }

    private String channel() {
        return Long.toUnsignedString(channelId);
    }

    /** What the session wants done; called under the lock. */
    private final class Actions implements DaveActions {
        private String refusal = "no reason given";

        @Override
        public void sendKeyPackage(byte[] keyPackage) {
            outbox.add(() -> callbacks.sendMLSKeyPackage(ByteBuffer.wrap(keyPackage)));
        }

        @Override
        public void sendCommitWelcome(byte[] commitWelcome) {
            outbox.add(() -> callbacks.sendMLSCommitWelcome(ByteBuffer.wrap(commitWelcome)));
        }

        @Override
        public void sendTransitionReady(int transitionId) {
            outbox.add(() -> callbacks.sendDaveProtocolReadyForTransition(transitionId));
        }

        @Override
        public void sendInvalidCommitWelcome(int transitionId) {
            LOG.warn(
                    "Channel {}: transition {} could not be processed ({}); asking to be added to the call anew",
                    channel(),
                    transitionId,
                    refusal);
            outbox.add(() -> callbacks.sendMLSInvalidCommitWelcome(transitionId));
        }

        @Override
        public void receiveWith(long user, byte[] baseSecret) {
            receiving.decryptWith(user, baseSecret, clockNs.getAsLong());
            Arrays.fill(baseSecret, (byte) 0);
        }

        @Override
        public void receivePlain(boolean allowed) {
            receiving.plain(allowed, clockNs.getAsLong());
        }

        @Override
        public void sendWith(byte[] baseSecret) {
            sending.encryptWith(baseSecret);
            Arrays.fill(baseSecret, (byte) 0);
        }

        @Override
        public void sendPlain() {
            sending.plain();
        }

        @Override
        public void sendNothing() {
            sending.hold();
        }

        @Override
        public void onEpoch(DaveEpoch epoch) {
            if (epoch.epoch() > 0) {
                receiving.retain(epoch.users());
            }
            LOG.debug("Channel {}: {}", channel(), epoch);
            outbox.add(() -> epochListener.accept(new CallEpoch(channelId, userId, epoch)));
        }

        @Override
        public void onRefused(int opcode, String why) {
            refusal = why;
            LOG.debug("Channel {}: opcode {} refused: {}", channel(), opcode, why);
        }
    }
}
