package dev.acord.examples;

import dev.acord.jda.AcordVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.exceptions.PermissionException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.utils.MemberCachePolicy;
import net.dv8tion.jda.api.utils.cache.CacheFlag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the examples share: JDA with this library's voice, slash commands, and an answer to whoever gave one, whatever happens. */
abstract class ExampleBot extends ListenerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleBot.class);

    /** A command that cannot be carried out, for a reason that the user should read. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    final AcordVoice voice;

    ExampleBot(AcordVoice voice) {
        this.voice = voice;
    }

    /** The bot's slash commands. */
    abstract List<SlashCommandData> commands();

    /** Carries a command out, on JDA's event thread, which must not wait; completes with the answer. */
    abstract CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild);

    /** Logs in. With {@code JDABuilder.createLight(token)}; a test's builder leads to another Discord. */
    final JDA start(JDABuilder builder) {
        return builder.setEnabledIntents(GatewayIntent.GUILD_VOICE_STATES)
                .enableCache(CacheFlag.VOICE_STATE) // who is in which voice channel
                .setMemberCachePolicy(MemberCachePolicy.VOICE)
                .setVoiceDispatchInterceptor(voice.interceptor())
                .addEventListeners(this)
                .build();
    }

    @Override
    public final void onReady(ReadyEvent event) {
        List<SlashCommandData> commands = commands();
        commands.forEach(each -> each.setContexts(InteractionContextType.GUILD));
        event.getJDA().updateCommands().addCommands(commands).queue();
    }

    @Override
    public final void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        Guild guild = event.getGuild();
        if (guild == null) {
            return;
        }
        event.deferReply().queue(); // Discord waits 3 s; joining a channel may take longer
        CompletableFuture<String> answer;
        try {
            answer = answer(event, guild);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.exceptionally(ExampleBot::explain).thenAccept(text -> event.getHook()
                .editOriginal(fit(text))
                .setAllowedMentions(List.of()) // a title may say @everyone
                .queue());
    }

    /** Goes to the channel of whoever gave the command. */
    final CompletableFuture<VoiceConnection> join(SlashCommandInteractionEvent event) {
        Member member = event.getMember();
        GuildVoiceState state = member == null ? null : member.getVoiceState();
        AudioChannel channel = state == null ? null : state.getChannel();
        if (channel == null) {
            throw new Refusal("Go to a voice channel first.");
        }
        return voice.join(channel);
    }

    static CompletableFuture<String> done(String answer) {
        return CompletableFuture.completedFuture(answer);
    }

    /** As much of a text as a message takes. */
    static String fit(String text) {
        return text.substring(0, Math.min(text.length(), Message.MAX_CONTENT_LENGTH));
    }

    private static String explain(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal
                || cause instanceof VoiceException // names the stage that joining reached, and the likely cause
                || cause instanceof PermissionException
                || cause instanceof IOException
                || cause instanceof UnsupportedOperationException) {
            return String.valueOf(cause.getMessage());
        }
        LOG.error("a command failed", cause);
        return "Something went wrong; the log has more.";
    }

    /** An argument that must be there. */
    static Path path(String[] args, int index, String what) {
        if (args.length <= index) {
            throw new IllegalArgumentException("argument " + (index + 1) + " is missing: " + what);
        }
        return Path.of(args[index]);
    }

    /**
     * The bot's token: from the file that an argument names, else from the one that DISCORD_TOKEN_FILE names, else from DISCORD_TOKEN. Not from the
     * command line itself, which every user of the machine can read.
     */
    static String token(String[] args, int index) {
        String file = args.length > index ? args[index] : System.getenv("DISCORD_TOKEN_FILE");
        String token = System.getenv("DISCORD_TOKEN");
        try {
            if (file != null) {
                token = Files.readString(Path.of(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be read from " + file, e);
        }
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException(
                    "no token: name a file that has it, or set DISCORD_TOKEN_FILE or DISCORD_TOKEN");
        }
        return token.strip();
    }
}
