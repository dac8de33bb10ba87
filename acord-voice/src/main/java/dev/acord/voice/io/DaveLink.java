package dev.acord.voice.io;

import com.google.gson.JsonObject;
import dev.acord.dave.DaveActions;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveSession;
import dev.acord.dave.media.FrameEncryption;
import dev.acord.voice.gateway.MalformedMessageException;
import dev.acord.voice.gateway.Payloads;
import dev.acord.voice.rtp.FrameEncryptor;
import dev.acord.voice.wire.Opcode;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Brings one voice session's DAVE protocol together with its media: messages go to a {@link DaveSession}, secrets come out of it. Owned by
 * the connection's executor, where its cryptography takes its time without anybody waiting but this connection.
 */
final class DaveLink implements DaveActions {
    /** What the link needs of its connection. */
    interface Events {
        void sendJson(int opcode, JsonObject data);

        void sendBinary(int opcode, byte[] payload);

        /** Whether frames can be sent as they must be, or the epoch, has changed. */
        void onEncryption();

        void onRefused(int opcode, String why);
    }

    private final DaveSession session;
    private final DaveReceiving receiving;
    private final LongSupplier clock;
    private final Events events;
    private final FrameEncryption sending = new FrameEncryption();
    private boolean canSend;
    private boolean encrypted;
    private boolean mayBeAlone;
    private DaveEpoch epoch = DaveEpoch.none(0);

    /**
     * Makes a link for a session that has not begun.
     *
     * @param sessions makes the DAVE session that calls this link
     * @param clock the present time in nanoseconds
     */
    DaveLink(SessionFactory sessions, DaveReceiving receiving, LongSupplier clock, Events events) {
        this.receiving = receiving;
        this.clock = clock;
        this.events = events;
        this.session = sessions.create(this);
        receiving.reset();
    }

    /** Makes a DAVE session. */
    interface SessionFactory {
        DaveSession create(DaveActions actions);
    }

    /** What encrypts the frames that are sent, on the sending thread. */
    FrameEncryptor encryptor() {
        return new FrameEncryptor() {
            @Override
            public int encrypt(byte[] packet, int offset, int length, int capacity) {
                return sending.encrypt(packet, offset, length, capacity);
            }

            @Override
            public int overheadBytes() {
                return sending.overheadBytes();
            }
        };
    }

    /** Whether frames can be sent as they must be: encrypted, or plain in a call that is not encrypted. */
    boolean canSend() {
        return canSend;
    }

    /** Whether outgoing frames are encrypted. */
    boolean isEncrypted() {
        return canSend && encrypted;
    }

    /** The newest epoch. */
    DaveEpoch epoch() {
        return epoch;
    }

    void handleSessionDescription(int version) {
        session.handleSessionDescription(version);
    }

    void handleUserConnected(long user) {
        session.handleUserConnected(user);
    }

    void handleUserDisconnected(long user) {
        receiving.forget(user);
        session.handleUserDisconnected(user);
        checkAlone();
    }

    /** Whether there are others, and no group with them yet. */
    boolean isWaiting() {
        return session.isWaiting();
    }

    /** Says again what may have been lost. */
    void handleDoubt() {
        session.handleDoubt();
    }

    /** Time enough has passed for the gateway to have told who else is there. */
    void handleRosterKnown() {
        mayBeAlone = true;
        checkAlone();
    }

    private void checkAlone() {
        if (mayBeAlone) {
            session.handleAlone();
        }
    }

    /** A JSON message: opcode 21, 22 or 24. */
    void handleMessage(int opcode, JsonObject data) {
        try {
            switch (opcode) {
                case Opcode.DAVE_PREPARE_TRANSITION ->
                    session.handlePrepareTransition(Payloads.transitionId(data), Payloads.daveVersion(data));
                case Opcode.DAVE_EXECUTE_TRANSITION -> session.handleExecuteTransition(Payloads.transitionId(data));
                default -> session.handlePrepareEpoch(Payloads.epoch(data), Payloads.daveVersion(data));
            }
        } catch (MalformedMessageException e) {
            events.onRefused(opcode, String.valueOf(e.getMessage()));
        }
    }

    /** A binary message: opcode 25, 27, 29 or 30. */
    void handleBinary(int opcode, byte[] message, int offset) {
        switch (opcode) {
            case Opcode.MLS_EXTERNAL_SENDER -> {
                session.handleExternalSender(Arrays.copyOfRange(message, offset, message.length));
                checkAlone();
            }
            case Opcode.MLS_PROPOSALS -> session.handleProposals(Arrays.copyOfRange(message, offset, message.length));
            case Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION, Opcode.MLS_WELCOME -> {
                if (message.length < offset + 2) {
                    events.onRefused(opcode, "too short for a transition id");
                    return;
                }
                int transitionId = ((message[offset] & 0xFF) << 8) | (message[offset + 1] & 0xFF);
                byte[] payload = Arrays.copyOfRange(message, offset + 2, message.length);
                if (opcode == Opcode.MLS_WELCOME) {
                    session.handleWelcome(transitionId, payload);
                } else {
                    session.handleAnnounceCommit(transitionId, payload);
                }
            }
            default -> events.onRefused(opcode, "unknown binary opcode");
        }
    }

    void close() {
        session.close();
    }

    @Override
    public void sendKeyPackage(byte[] keyPackage) {
        events.sendBinary(Opcode.MLS_KEY_PACKAGE, keyPackage);
    }

    @Override
    public void sendCommitWelcome(byte[] commitWelcome) {
        events.sendBinary(Opcode.MLS_COMMIT_WELCOME, commitWelcome);
    }

    @Override
    public void sendTransitionReady(int transitionId) {
        sendTransition(Opcode.DAVE_TRANSITION_READY, transitionId);
    }

    @Override
    public void sendInvalidCommitWelcome(int transitionId) {
        sendTransition(Opcode.MLS_INVALID_COMMIT_WELCOME, transitionId);
    }

    private void sendTransition(int opcode, int transitionId) {
        JsonObject data = new JsonObject();
        data.addProperty("transition_id", transitionId);
        events.sendJson(opcode, data);
    }

    @Override
    public void receiveWith(long userId, byte[] baseSecret) {
        receiving.ratchet(userId, baseSecret, clock.getAsLong());
        Arrays.fill(baseSecret, (byte) 0);
    }

    @Override
    public void receivePlain(boolean allowed) {
        receiving.plain(allowed, clock.getAsLong());
    }

    @Override
    public void sendWith(byte[] baseSecret) {
        sending.ratchet(baseSecret);
        sending.passthrough(false);
        Arrays.fill(baseSecret, (byte) 0);
        change(true, true);
    }

    @Override
    public void sendPlain() {
        sending.passthrough(true);
        change(true, false);
    }

    @Override
    public void sendNothing() {
        change(false, false);
    }

    private void change(boolean nowCanSend, boolean nowEncrypted) {
        canSend = nowCanSend;
        encrypted = nowEncrypted;
        events.onEncryption();
    }

    @Override
    public void onEpoch(DaveEpoch newEpoch) {
        epoch = newEpoch;
        if (newEpoch.epoch() > 0) {
            receiving.retain(newEpoch.users());
        }
        events.onEncryption();
    }

    @Override
    public void onRefused(int opcode, String why) {
        events.onRefused(opcode, why);
    }
}
