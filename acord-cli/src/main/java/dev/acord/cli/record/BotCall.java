package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.bot.Bot;
import dev.acord.cli.bot.BotLogin;
import dev.acord.voice.CloseReason;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that a bot joins: it follows where it is moved, and is over when it is thrown out. */
final class BotCall implements JoinedCall {
    private final Console console;
    private final BotLogin login;
    private final VoiceOptions options;
    private final long guildId;
    private final long channelId;
    private @Nullable Bot bot;
    private @Nullable GuildVoice voice;
    private boolean leaving;
    private @Nullable CommandFailure lost;

    BotCall(Console console, BotLogin login, VoiceOptions options, long guildId, long channelId) {
        this.console = console;
        this.login = login;
        this.options = options;
        this.guildId = guildId;
        this.channelId = channelId;
    }

    @Override
    public void join(VoiceListener listener, Consumer<String> tell, Runnable over) throws IOException, CommandFailure {
        Bot in = Bot.login(console, login, options);
        bot = in;
        GuildVoice place = in.voice(guildId);
        voice = place;
        place.addListener(listener);
        place.addListener(new Fate(in, tell, over));
        VoiceConnection connection = in.join(guildId, channelId);
        connection.closed().thenAccept(reason -> {
            lose(closed(reason), ExitCode.FAILURE);
            over.run();
        });
        tell.accept("In " + in.place(guildId, channelId)
                + (connection.encryption().version() > 0 ? ", end-to-end encrypted." : ", not end-to-end encrypted."));
    }

    /** Nobody but us closes it, except when JDA says that the bot is no longer in the guild, or is logged out. */
    private static String closed(CloseReason reason) {
        String code = reason.code() == 0 ? "" : " (close code " + reason.code() + ")";
        return reason.kind() == CloseReason.Kind.LOCAL
                ? "the bot is no longer in the guild, or no longer logged in"
                : reason.message() + code;
    }

    private synchronized void lose(String why, int exitCode) {
        if (!leaving && lost == null) {
            lost = new CommandFailure(why, exitCode);
        }
    }

    /** What others do with the bot. */
    private final class Fate implements VoiceListener {
        private final Bot in;
        private final Consumer<String> tell;
        private final Runnable over;

        Fate(Bot in, Consumer<String> tell, Runnable over) {
            this.in = in;
            this.tell = tell;
            this.over = over;
        }

        @Override
        public void onMoved(VoiceConnection connection, long fromChannelId, long toChannelId) {
            tell.accept("Moved to " + in.place(guildId, toChannelId) + ".");
        }

        @Override
        public void onKicked(VoiceConnection connection, long fromChannelId, boolean rejoining) {
            lose("the bot was thrown out of " + in.place(guildId, fromChannelId), ExitCode.SESSION_LOST);
            over.run();
        }
    }

    @Override
    public @Nullable VoiceServerInfo info() {
        return null;
    }

    @Override
    public void update(VoiceServerInfo next) {
        throw new IllegalStateException("a bot hears from the main gateway by itself");
    }

    @Override
    public void leave() {
        synchronized (this) {
            leaving = true;
        }
        GuildVoice place = voice;
        if (place != null) {
            place.leave().join(); // in 2 s at most
        }
    }

    @Override
    public synchronized @Nullable CommandFailure lost() {
        return lost;
    }

    @Override
    public void close() {
        Bot in = bot;
        if (in != null) {
            in.close();
        }
    }
}
