package dev.acord.sim;

import dev.acord.sim.gateway.SessionView;
import dev.acord.sim.media.MediaMember;
import dev.acord.sim.network.Fault;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.server.ServerCore;
import dev.acord.voice.wire.CloseCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a {@link VoiceServer} is disturbed: its network, and the faults of a {@link dev.acord.sim.network.FaultPlan}. */
abstract class Disturbances extends Observations {

    /**
     * From now on gives everybody a network, also the members with one of their own. {@link NetworkConditions#NONE} twice ends the
     * emulation. What a bad network makes of a good client, such as late heartbeats, is no violation while it lasts and for 30 s after it.
     *
     * @param up from clients to the server
     * @param down from the server to clients
     */
    public void network(NetworkConditions up, NetworkConditions down) {
        ServerCore c = core();
        c.<@Nullable Object>locked(() -> {
            c.network().all(up, down);
            return null;
        });
    }

    /**
     * From now on gives one user a network of its own, in all guilds; that of the others stays as it is. May be called before the user
     * joins. Its websockets are delayed and stalled from Identify or Resume on; before, they have the network of everybody.
     *
     * @param userId the user
     * @param up from its client to the server
     * @param down from the server to its client
     */
    public void network(long userId, NetworkConditions up, NetworkConditions down) {
        ServerCore c = core();
        c.<@Nullable Object>locked(() -> {
            c.network().one(userId, up, down);
            return null;
        });
    }

    /**
     * Lets nothing pass between a user and the server for a time, and then again what its network lets through.
     *
     * @param userId the user
     * @param length for how long, positive
     */
    public void outage(long userId, Duration length) {
        ServerCore c = core();
        c.<@Nullable Object>locked(() -> {
            c.network().outage(userId, length);
            return null;
        });
    }

    /**
     * Gives a user's packets another visible port, as a home router does that has forgotten. What is sent to the port before is lost; the
     * server learns the new one from the next authentic packet.
     *
     * @param userId the user
     * @return whether any socket of the user is known
     */
    public boolean rebind(long userId) {
        ServerCore c = core();
        return c.locked(() -> {
            List<SessionView> views = views(userId);
            InetSocketAddress bound = views.stream()
                    .map(SessionView::media)
                    .filter(media -> media != null)
                    .map(MediaMember::stats)
                    .map(stats -> stats.address())
                    .filter(address -> address != null)
                    .findFirst()
                    .orElse(null);
            return c.network().rebind(userId, bound) > 0;
        });
    }

    /**
     * What the emulated network did since the start.
     *
     * @return a snapshot
     */
    public NetworkCounts networkCounts() {
        ServerCore c = core();
        return c.locked(() -> c.network().counts());
    }

    /**
     * Crashes: every websocket ends.
     *
     * @param closeCode the close code, such as 4015, or 1006 to break the connections without a close frame
     * @param keepSessions whether sessions can be resumed; without, a resume is refused with 4006
     */
    public void crash(int closeCode, boolean keepSessions) {
        if (closeCode != CloseCode.ABNORMAL) {
            VoiceServer.checkCode(closeCode);
        }
        ServerCore c = core();
        c.<@Nullable Object>locked(() -> {
            for (SessionView view : c.hub().members()) {
                if (keepSessions) {
                    c.hub().closeSocket(view.key(), closeCode, System.nanoTime());
                } else {
                    c.hub().faults().loseSession(view.key(), closeCode, System.nanoTime());
                }
            }
            return null;
        });
    }

    /**
     * Lets a fault strike. Moves go to the channel whose id differs in the lowest bit, and back; a null endpoint only throws the member out, the caller gives it new
     * credentials when the time is over.
     *
     * @param userId the member that it strikes, in all of its guilds; does not count for faults that strike all
     * @param fault the fault
     * @return whether there was something to strike, such as an open websocket; and new credentials where the fault comes with them
     */
    public InjectedFault inject(long userId, Fault fault) {
        ServerCore c = core();
        return c.locked(() -> {
            if (!fault.kind().isOfOneMember()) {
                boolean open = c.hub().members().stream().anyMatch(Disturbances::isOpen);
                crash(fault.closeCode(), fault.kind() == Fault.Kind.CRASH);
                return new InjectedFault(fault, 0, open, null);
            }
            if (fault.kind() == Fault.Kind.OUTAGE) {
                outage(userId, Duration.ofNanos(fault.durationNs()));
                return new InjectedFault(fault, userId, true, null);
            }
            if (fault.kind() == Fault.Kind.REBIND) {
                return new InjectedFault(fault, userId, rebind(userId), null);
            }
            InjectedFault last = new InjectedFault(fault, userId, false, null);
            for (SessionView view : views(userId)) {
                InjectedFault struck = strike(c, view, fault);
                last = struck.struck() ? struck : last;
            }
            return last;
        });
    }

    private static boolean isOpen(SessionView view) {
        return view.state() == MemberState.CONNECTED || view.state() == MemberState.READY;
    }

    private InjectedFault strike(ServerCore c, SessionView view, Fault fault) {
        long nowNs = System.nanoTime();
        long userId = view.key().userId();
        VoiceTicket ticket = null;
        boolean struck =
                switch (fault.kind()) {
                    case KILL, CLOSE -> c.hub().closeSocket(view.key(), fault.closeCode(), nowNs);
                    case KILL_LOST -> c.hub().faults().loseSession(view.key(), fault.closeCode(), nowNs);
                    case ACK_DELAY -> c.hub().faults().holdAcks(view.key(), fault.durationNs(), nowNs);
                    case NEW_KEY -> c.hub().faults().rotateKey(view.key(), nowNs);
                    case KICK, NULL_ENDPOINT ->
                        isOpen(view) && c.hub().expel(view.key(), fault.closeCode(), "disconnected", nowNs);
                    case MOVE -> isOpen(view);
                    case CRASH, CRASH_LOST, REBIND, OUTAGE ->
                        throw new IllegalStateException("bug: " + fault + " is not about a session");
                };
        if (struck && fault.kind() == Fault.Kind.MOVE) {
            ticket = join(view.key().guildId(), view.channelId() ^ 1, userId);
        }
        return new InjectedFault(fault, userId, struck, ticket);
    }

    abstract VoiceTicket join(long guildId, long channelId, long userId);
}
