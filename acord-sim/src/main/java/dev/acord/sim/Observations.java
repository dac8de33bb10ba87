package dev.acord.sim;

import dev.acord.sim.gateway.SessionView;
import dev.acord.sim.media.MediaMember;
import dev.acord.sim.media.MediaStats;
import dev.acord.sim.server.ServerCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link VoiceServer} saw: the half of its methods that look and wait. */
abstract class Observations {

    abstract ServerCore core();

    abstract Member member(long userId);

    /**
     * All members: invited, connected, and lately left.
     *
     * @return a snapshot
     */
    public List<MemberStats> members() {
        ServerCore c = core();
        return c.locked(() -> {
            List<MemberStats> all = new ArrayList<>();
            c.hub().members().forEach(view -> all.add(stats(view)));
            return all;
        });
    }

    /**
     * The last packets that came from a member, oldest first.
     *
     * @param userId the member
     * @return a snapshot
     */
    public List<ReceivedPacket> received(long userId) {
        return member(userId).received();
    }

    /**
     * Waits until a member is in a state.
     *
     * @param userId the member
     * @param state the state
     * @param timeout how long at most
     * @return the member
     * @throws AssertionError when it is not in time; the message has a report of what the server saw
     */
    public Member awaitMember(long userId, MemberState state, Duration timeout) {
        await("member " + Long.toUnsignedString(userId) + " " + state, timeout, () -> views(userId).stream()
                .anyMatch(view -> view.state() == state));
        return member(userId);
    }

    /**
     * Waits until a number of packets came from a member.
     *
     * @param userId the member
     * @param packets how many packets, from the start of its session
     * @param timeout how long at most
     * @return the last packets, oldest first
     * @throws AssertionError when they are not there in time; the message has a report of what the server saw
     */
    public List<ReceivedPacket> awaitReceived(long userId, long packets, Duration timeout) {
        await(packets + " packets from " + Long.toUnsignedString(userId), timeout, () -> views(userId).stream()
                .map(SessionView::media)
                .anyMatch(media -> media != null && media.stats().received() >= packets));
        return received(userId);
    }

    /**
     * Waits until a rule has been broken.
     *
     * @param rule the rule
     * @param timeout how long at most
     * @throws AssertionError when nobody breaks it in time; the message has a report of what the server saw
     */
    public void awaitViolation(Rule rule, Duration timeout) {
        ServerCore c = core();
        await("violation " + rule.ruleName(), timeout, () -> {
            c.relay().report();
            return c.violations().count(rule) > 0;
        });
    }

    /**
     * Waits until a condition holds; it is looked at whenever the server has handled anything.
     *
     * @param what what is waited for, for the message
     * @param timeout how long at most
     * @param condition may use the methods of this server that do not wait
     * @throws AssertionError when it does not hold in time; the message has a report of what the server saw
     */
    public void await(String what, Duration timeout, BooleanSupplier condition) {
        try {
            if (!core().await(condition, timeout)) {
                throw new AssertionError("no " + what + " within " + timeout + "\n" + report().text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    /**
     * What clients did against the protocol, in the order in which it was seen; the first ones only, see {@link #violationCount()}.
     *
     * @return a snapshot
     */
    public List<ProtocolViolation> violations() {
        return report().violations();
    }

    /**
     * How often clients broke the protocol.
     *
     * @return the number, also of those that were not kept
     */
    public long violationCount() {
        return report().totalViolations();
    }

    /** Forgets the violations. */
    public void clearViolations() {
        ServerCore c = core();
        c.<@Nullable Object>locked(() -> {
            c.violations().clear();
            return null;
        });
    }

    /**
     * Fails when a client broke the protocol.
     *
     * @throws AssertionError when there is a violation; the message has a report of what the server saw
     */
    public void assertNoViolations() {
        ServerReport report = report();
        if (report.totalViolations() > 0) {
            throw new AssertionError(report.totalViolations() + " violations of the protocol\n" + report.text());
        }
    }

    /**
     * All that the server has seen.
     *
     * @return a snapshot
     */
    public ServerReport report() {
        ServerCore c = core();
        return c.locked(() -> {
            c.relay().report();
            return new ServerReport(
                    members(),
                    c.violations().kept(),
                    c.violations().total(),
                    c.relay().counters());
        });
    }

    static MemberStats stats(SessionView view) {
        MediaMember media = view.media();
        MediaStats m = media == null ? MediaStats.NONE : media.stats();
        return new MemberStats(
                view.key().guildId(),
                view.channelId(),
                view.key().userId(),
                view.state(),
                view.version(),
                view.maxDaveVersion(),
                media == null ? 0 : Integer.toUnsignedLong(media.ssrc()),
                m.mode(),
                m.address(),
                m.speaking(),
                view.heartbeats(),
                view.resumes(),
                m.received(),
                m.receivedBytes(),
                m.sentTo(),
                m.duplicates(),
                m.paddingOnly(),
                m.rtcp(),
                m.keepalives(),
                m.rebinds());
    }

    final List<SessionView> views(long userId) {
        ServerCore c = core();
        return c.locked(() -> c.hub().members().stream()
                .filter(view -> view.key().userId() == userId)
                .toList());
    }
}
