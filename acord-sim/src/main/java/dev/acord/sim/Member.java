package dev.acord.sim;

import dev.acord.sim.gateway.Hub;
import dev.acord.sim.gateway.MemberKey;
import dev.acord.sim.gateway.SessionView;
import dev.acord.sim.media.MediaMember;
import dev.acord.sim.server.ServerCore;
import dev.acord.voice.wire.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A user in a guild, to look at and to disturb. Thread safe. */
public final class Member {
    private final VoiceServer server;
    private final MemberKey key;

    Member(VoiceServer server, MemberKey key) {
        this.server = server;
        this.key = key;
    }

    /**
     * The guild.
     *
     * @return a snowflake
     */
    public long guildId() {
        return key.guildId();
    }

    /**
     * The user.
     *
     * @return a snowflake
     */
    public long userId() {
        return key.userId();
    }

    /**
     * Moves the member to another channel: its session ends with 4014, and it gets new credentials.
     *
     * @param channelId the other channel
     * @return credentials for one session
     */
    public VoiceTicket move(long channelId) {
        return server.join(key.guildId(), channelId, key.userId());
    }

    /**
     * Throws the member out: 4014, and its credentials are void.
     *
     * @throws IllegalStateException when it was not invited
     */
    public void kick() {
        act("invited", hub -> hub.expel(key, CloseCode.DISCONNECTED, "disconnected", System.nanoTime()));
    }

    /**
     * Closes the member's websocket. Its session can be resumed when the code is at most 4000, or 4015.
     *
     * @param closeCode 1000 to 4999, without those that may not be sent (1004 to 1006, 1015)
     * @throws IllegalStateException when it has no websocket
     */
    public void closeSocket(int closeCode) {
        VoiceServer.checkCode(closeCode);
        act("connected", hub -> hub.closeSocket(key, closeCode, System.nanoTime()));
    }

    /**
     * Breaks the member's connection off without a close frame. Its session can be resumed.
     *
     * @throws IllegalStateException when it has no websocket
     */
    public void killSocket() {
        act("connected", hub -> hub.closeSocket(key, CloseCode.ABNORMAL, System.nanoTime()));
    }

    /**
     * Sends the member a second session description with a new key. Packets under the old key are taken for 2 s more.
     *
     * @throws IllegalStateException when it has no key yet
     */
    public void rotateKey() {
        act("ready", hub -> hub.faults().rotateKey(key, System.nanoTime()));
    }

    /**
     * Has the server's receiver reports to the member say that packets were lost. It needs {@link VoiceServerBuilder#receiverReports}.
     *
     * @param fractionLost the fraction of packets, 0 to 1; negative for the truth
     * @throws IllegalStateException when it is not in a session
     */
    public void pretendLoss(double fractionLost) {
        ServerCore core = server.core();
        MediaMember media = core.locked(() -> view().map(SessionView::media).orElse(null));
        if (media == null) {
            throw new IllegalStateException("user " + Long.toUnsignedString(key.userId()) + " is not in a session");
        }
        core.locked(() -> {
            media.pretendLoss(fractionLost);
            return true;
        });
    }

    /**
     * Leaves the member's heartbeats unanswered, or answers them again.
     *
     * @param muted whether they are left unanswered
     * @throws IllegalStateException when it is not connected
     */
    public void muteAcks(boolean muted) {
        act("connected", hub -> hub.faults().muteAcks(key, muted));
    }

    /**
     * Holds the answers to the member's heartbeats back, and sends them all when the time is over.
     *
     * @param duration for how long
     * @throws IllegalStateException when it has no websocket
     */
    public void holdAcks(Duration duration) {
        act("connected", hub -> hub.faults().holdAcks(key, duration.toNanos(), System.nanoTime()));
    }

    /**
     * Breaks the member's connection off without a close frame and forgets its session: a resume is refused with 4006.
     *
     * @throws IllegalStateException when it has no websocket
     */
    public void killSession() {
        act("connected", hub -> hub.faults().loseSession(key, CloseCode.ABNORMAL, System.nanoTime()));
    }

    /**
     * Asks the member for a heartbeat now (opcode 3).
     *
     * @throws IllegalStateException when it is not connected
     */
    public void requestHeartbeat() {
        act("connected", hub -> hub.faults().requestHeartbeat(key, System.nanoTime()));
    }

    /**
     * What the server knows of the member.
     *
     * @return a snapshot
     * @throws IllegalStateException when it was never invited
     */
    public MemberStats stats() {
        return view().map(Observations::stats)
                .orElseThrow(() -> new IllegalStateException("the member was never invited: call join first"));
    }

    /**
     * The last packets that came from the member, oldest first.
     *
     * @return a snapshot
     */
    public List<ReceivedPacket> received() {
        ServerCore core = server.core();
        return core.locked(() -> {
            MediaMember media = view().map(SessionView::media).orElse(null);
            return media == null ? List.of() : media.received();
        });
    }

    private Optional<SessionView> view() {
        ServerCore core = server.core();
        return core.locked(() -> core.hub().members().stream()
                .filter(view -> view.key().equals(key))
                .findFirst());
    }

    private void act(String needed, Predicate<Hub> action) {
        ServerCore core = server.core();
        if (!core.locked(() -> action.test(core.hub()))) {
            throw new IllegalStateException("user " + Long.toUnsignedString(key.userId()) + " is not " + needed
                    + "; wait with awaitMember\n" + server.report().text());
        }
    }
}
