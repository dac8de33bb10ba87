package dev.acord.system.discord;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.jda.AcordVoice;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import org.jspecify.annotations.Nullable;

/** The same music bot with this library's voice: JDA's builder gets an interceptor, and {@code join} replaces JDA's audio manager. */
final class AcordBot extends ListenerAdapter implements AutoCloseable {
    final AcordVoice voice;
    final JDA jda;
    volatile @Nullable BasePlayer player;
    volatile @Nullable SpeechReceiver ears;

    AcordBot(OfflineDiscord discord) throws InterruptedException {
        voice = AcordVoice.create(
                VoiceOptions.builder().sslContext(discord.trustingContext()).build());
        jda = JdaBot.builder(discord, discord.token())
                .setVoiceDispatchInterceptor(voice.interceptor())
                .addEventListeners(this)
                .build()
                .awaitReady();
        jda.updateCommands()
                .addCommands(
                        Commands.slash("play", "Plays a tone")
                                .addOption(OptionType.INTEGER, "hz", "The frequency", true),
                        Commands.slash("leave", "Leaves"))
                .complete();
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        if (event.getName().equals("leave")) {
            var unused = voice.leave(event.getGuild())
                    .thenRun(() -> event.reply("bye").queue());
            return;
        }
        int hz = event.getOption("hz").getAsInt();
        event.deferReply().queue();
        var unused = voice.join(event.getMember().getVoiceState().getChannel()).whenComplete((connection, failure) -> {
            if (failure != null) {
                event.getHook().sendMessage("No: " + failure.getMessage()).queue();
                return;
            }
            play(connection, hz);
            event.getHook()
                    .sendMessage("Playing, " + (connection.encryption().version() > 0 ? "encrypted" : "plain"))
                    .queue();
        });
    }

    private void play(VoiceConnection connection, int hz) {
        ears = new SpeechReceiver(connection, SpeechFormat.STEREO_48K);
        BasePlayer made = new BasePlayer(
                connection, new ToneSource(hz, 0.3, Duration.ofMinutes(10)), OpusEncoderOptions.defaults());
        var unused = made.play();
        player = made;
    }

    @Override
    public void close() {
        voice.close();
        jda.shutdown();
        try {
            if (!jda.awaitShutdown(30, TimeUnit.SECONDS)) {
                jda.shutdownNow();
            }
        } catch (InterruptedException e) {
            jda.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
