package dev.acord.cli.sim;

import dev.acord.cli.Failures;
import dev.acord.cli.session.BoundedLines;
import dev.acord.cli.session.MalformedCommandException;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineChannel;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.voice.BasePlayer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The people of the offline Discord, who do what lines on standard input say, one after the other. The end of the input means nothing. */
final class People {
    static final String HELP = String.join(
            System.lineSeparator(),
            "  alice: /play tune.opus   gives a slash command of the bot; anything without slash is a message",
            "  alice join General       goes to a voice channel; whoever is not there yet joins the guild",
            "  alice play FILE          plays a sound file there; alice stop ends it",
            "  alice hears              what alice has heard of the bot since she joined",
            "  alice leave              leaves the voice channel",
            "  move [CHANNEL]           a moderator moves the bot, without a name to the next channel",
            "  kick                     a moderator disconnects the bot from voice",
            "  help, quit");

    private final OfflineDiscord discord;
    private final BotApiOutput output;
    private final Runnable quit;
    private final Map<String, OfflineUser> users = new ConcurrentHashMap<>();
    private final Map<Long, BasePlayer> players = new HashMap<>();

    /** Knows those who are there from the beginning. */
    People(OfflineDiscord discord, BotApiOutput output, Runnable quit) {
        this.discord = discord;
        this.output = output;
        this.quit = quit;
        users.put(discord.user().name(), discord.user());
    }

    /** Everybody so far. */
    List<OfflineUser> all() {
        return List.copyOf(users.values());
    }

    /** Begins to read, on a thread of its own that ends with the input or the process. */
    void read(InputStream in) {
        Thread reader = new Thread(() -> read(new BoundedLines(in)), "acord-people");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BoundedLines lines) {
        while (true) {
            try {
                String line = lines.next();
                if (line == null) {
                    return;
                }
                if (!line.isBlank()) {
                    act(PeopleLine.parse(line));
                }
            } catch (BoundedLines.UnreadableLineException | MalformedCommandException e) {
                output.refused(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                output.refused("standard input cannot be read any more: " + Failures.describe(e));
                return;
            } catch (IllegalStateException e) {
                output.refused(String.valueOf(e.getMessage())); // such as: in no voice channel
            } catch (RuntimeException e) {
                output.refused(Failures.describe(e));
            } catch (AssertionError e) {
                // whoever tests by hand wants to go on after a join that failed
                output.refused(String.valueOf(e.getMessage()));
            }
        }
    }

    private void act(PeopleLine line) throws MalformedCommandException {
        switch (line.action()) {
            case SAY -> user(line).says(line.argument());
            case JOIN -> user(line).join(channel(line.argument()));
            case LEAVE -> user(line).leave();
            case PLAY -> play(user(line), line.argument());
            case STOP -> stop(user(line));
            case HEARS -> tellHeard(user(line));
            case MOVE -> discord.move(discord.botId(), line.argument().isEmpty() ? next() : channel(line.argument()));
            case KICK -> discord.kick(discord.botId());
            case HELP -> output.help(HELP);
            case QUIT -> quit.run();
        }
    }

    private OfflineUser user(PeopleLine line) {
        OfflineUser known = users.get(line.user());
        if (known != null) {
            return known;
        }
        OfflineUser made = discord.user(line.user());
        users.put(made.name(), made);
        output.member(made.name(), made.id());
        return made;
    }

    private List<OfflineChannel> voiceChannels() {
        return discord.channels().stream().filter(OfflineChannel::voice).toList();
    }

    private OfflineChannel channel(String name) throws MalformedCommandException {
        return voiceChannels().stream()
                .filter(each -> each.name().equalsIgnoreCase(name)
                        || Long.toUnsignedString(each.id()).equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedCommandException("there is no voice channel " + name + "; there are "
                        + voiceChannels().stream().map(OfflineChannel::name).collect(Collectors.joining(", "))));
    }

    /** The one after that which the bot is in. */
    private OfflineChannel next() {
        List<OfflineChannel> channels = voiceChannels();
        long now = discord.channelOf(discord.botId());
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).id() == now) {
                return channels.get((i + 1) % channels.size());
            }
        }
        return channels.get(0);
    }

    private void play(OfflineUser user, String file) {
        stop(user);
        BasePlayer player;
        try {
            player = user.plays(Path.of(file));
        } catch (IOException e) {
            output.refused(Failures.describe(e));
            return;
        }
        players.put(user.id(), player);
        output.note(user.name() + " plays " + file);
        player.finished()
                .whenComplete((state, failure) -> output.note(user.name()
                        + (failure == null
                                ? " has played " + file
                                : " cannot play " + file + ": " + Failures.describe(failure))));
    }

    private void stop(OfflineUser user) {
        BasePlayer playing = players.remove(user.id());
        if (playing != null) {
            playing.stop();
        }
    }

    private void tellHeard(OfflineUser user) {
        Heard heard = user.hears(discord.botId());
        output.note(user.name()
                + (heard.packets() == 0 ? " has heard nothing of the bot" : " has heard the bot: " + heard));
    }
}
