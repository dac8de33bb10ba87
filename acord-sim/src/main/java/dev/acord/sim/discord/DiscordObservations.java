package dev.acord.sim.discord;

import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.VoiceServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What an {@link OfflineDiscord} saw of its bot: the half of its methods that look and wait. */
abstract class DiscordObservations {
    final DiscordCore core;

    DiscordObservations(DiscordCore core) {
        this.core = core;
    }

    /**
     * The bot's user and application.
     *
     * @return a snowflake
     */
    public long botId() {
        return core.botId();
    }

    /**
     * The voice server, to look at and to disturb. Who is in which channel is this class's business, not its.
     *
     * @return the server
     */
    public VoiceServer voiceServer() {
        return core.voiceServer();
    }

    /**
     * In which voice channel somebody is.
     *
     * @param userId who
     * @return the channel's id; 0 for none
     */
    public long channelOf(long userId) {
        return core.locked(() -> core.world().guild().place(userId).channelId());
    }

    /**
     * Waits until the bot has a session with a connection.
     *
     * @param timeout how long at most
     * @throws AssertionError when it has none in time
     */
    public void awaitOnline(Duration timeout) {
        await("bot at the main gateway", timeout, () -> core.world().gateway().online());
    }

    /**
     * Waits until the bot has registered a slash command.
     *
     * @param name its name, without slash
     * @param timeout how long at most
     * @throws AssertionError when it has not in time
     */
    public void awaitCommand(String name, Duration timeout) {
        await("command /" + name, timeout, () -> core.world().hasCommand(name));
    }

    /**
     * Waits until somebody is in a voice channel, as far as the main gateway knows.
     *
     * @param userId who
     * @param channel the channel
     * @param timeout how long at most
     * @throws AssertionError when it is not there in time
     */
    public void awaitVoice(long userId, OfflineChannel channel, Duration timeout) {
        await(
                "user " + Long.toUnsignedString(userId) + " in " + channel.name(),
                timeout,
                () -> channelOf(userId) == channel.id());
    }

    /**
     * Waits until a condition holds. It is looked at whenever anything has happened, and every 50 ms.
     *
     * @param what what is waited for, for the message
     * @param timeout how long at most
     * @param condition may use the methods of this class that do not wait
     * @throws AssertionError when it does not hold in time; the message has a report
     */
    public void await(String what, Duration timeout, BooleanSupplier condition) {
        if (!core.await(condition, timeout)) {
            throw new AssertionError("no " + what + " within " + timeout.toMillis() + " ms\n" + report());
        }
    }

    /**
     * All that the bot said, in its order: messages, answers to slash commands, changes of them.
     *
     * @return a snapshot; of more than 2,000 the oldest are gone
     */
    public List<BotReply> replies() {
        return core.replies(0);
    }

    /**
     * What the bot said since an earlier look, for whoever looks again and again.
     *
     * @param from how many of the first ones to leave out
     * @return a snapshot; of more than 2,000 the oldest are gone
     */
    public List<BotReply> replies(long from) {
        return core.replies(from);
    }

    /**
     * Whether the bot has a session with a connection at the main gateway.
     *
     * @return whether it has, now
     */
    public boolean isOnline() {
        return core.locked(() -> core.world().gateway().online());
    }

    /**
     * The slash commands that the bot has registered, for all guilds or this one.
     *
     * @return their names with the slash, in the order of registration
     */
    public List<String> commands() {
        return core.locked(() -> core.world().commandNames());
    }

    /**
     * What the bot did against the protocol: at the main gateway, in requests, and at the voice server. {@code docs/testing-bots.md} has the
     * rules of the former, {@code docs/sim-violations.md} those of the latter.
     *
     * @return a snapshot of the first ones
     */
    public List<ProtocolViolation> violations() {
        List<ProtocolViolation> all =
                new ArrayList<>(core.locked(() -> core.world().violations().kept()));
        voiceServer().violations().stream()
                .filter(each -> each.userId() == botId() || each.userId() == 0)
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Forgets the violations. */
    public void clearViolations() {
        core.run(() -> core.world().violations().clear());
        voiceServer().clearViolations();
    }

    /**
     * Fails when the bot broke the protocol.
     *
     * @param tolerated names of rules that may be broken
     * @throws AssertionError when another rule was broken; the message names them
     */
    public void assertNoViolations(String... tolerated) {
        List<String> allowed = List.of(tolerated);
        List<ProtocolViolation> found = violations().stream()
                .filter(each -> !allowed.contains(each.rule()))
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("the bot broke the protocol: " + found + "\n" + report());
        }
    }

    /**
     * Requests of the bot that there was no answer for.
     *
     * @return method and path of each, once; the first 200 different ones
     */
    public List<String> unknownRequests() {
        return core.locked(() -> core.world().unknownRequests());
    }

    /**
     * All that was seen, for the message of a failed test.
     *
     * @return several lines
     */
    public String report() {
        return core.report() + voiceServer().report().text();
    }
}
