package dev.acord.system.discord;

import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.tone.ToneSource;
import dev.acord.jda.AcordDave;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.audio.AudioReceiveHandler;
import net.dv8tion.jda.api.audio.AudioSendHandler;
import net.dv8tion.jda.api.audio.OpusPacket;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.entities.channel.unions.AudioChannelUnion;
import net.dv8tion.jda.api.events.guild.voice.GuildVoiceUpdateEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.managers.AudioManager;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/** A small music bot on JDA, as anybody would write it; only {@link #builder} knows that Discord is not Discord. */
final class JdaBot extends ListenerAdapter implements AutoCloseable {
    private static final int STEREO = 2;
    private static final int MAX_FRAME = 5_760;

    final JDA jda;
    /** Names of the channels that the bot saw itself in, and "none". */
    final List<String> places = new CopyOnWriteArrayList<>();

    final Ear ear = new Ear();

    JdaBot(OfflineDiscord discord) throws InterruptedException {
        jda = builder(discord, discord.token()).addEventListeners(this).build().awaitReady();
        jda.updateCommands()
                .addCommands(
                        Commands.slash("play", "Plays a tone")
                                .addOption(OptionType.INTEGER, "hz", "The frequency", true)
                                .addOption(OptionType.STRING, "title", "What it is called"),
                        Commands.slash("leave", "Leaves"))
                .complete();
    }

    /** All that a bot's configuration needs to know. */
    static JDABuilder builder(OfflineDiscord discord, String token) {
        return JDABuilder.createDefault(
                        token,
                        GatewayIntent.GUILD_MESSAGES,
                        GatewayIntent.MESSAGE_CONTENT,
                        GatewayIntent.GUILD_VOICE_STATES)
                .setRestConfig(new RestConfig().setBaseUrl(discord.restUrl()))
                .setSessionController(new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return discord.gatewayUrl();
                    }
                })
                .setWebsocketFactory(new WebSocketFactory().setSSLContext(discord.trustingContext()))
                .setAudioModuleConfig(new AudioModuleConfig().withDaveSessionFactory(new AcordDave()));
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        Guild guild = event.getGuild();
        AudioManager audio = guild.getAudioManager();
        if (event.getName().equals("leave")) {
            audio.closeAudioConnection();
            event.reply("bye").setEphemeral(true).queue();
            return;
        }
        GuildVoiceState state = event.getMember().getVoiceState();
        AudioChannelUnion channel = state == null ? null : state.getChannel();
        if (channel == null) {
            event.reply("Where are you?").queue();
            return;
        }
        event.deferReply().queue();
        audio.setSendingHandler(new Tone(event.getOption("hz").getAsInt()));
        audio.setReceivingHandler(ear);
        audio.openAudioConnection(channel);
        String title = event.getOption("title", "a tone", option -> option.getAsString());
        event.getHook()
                .sendMessage("Playing " + title + " in " + channel.getName())
                .queue();
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        if (!event.getAuthor().isBot() && event.getMessage().getContentRaw().equals("!ping")) {
            event.getChannel()
                    .sendMessage("pong " + event.getAuthor().getName())
                    .queue();
        }
    }

    @Override
    public void onGuildVoiceUpdate(GuildVoiceUpdateEvent event) {
        if (event.getMember().equals(event.getGuild().getSelfMember())) {
            AudioChannelUnion channel = event.getChannelJoined();
            places.add(channel == null ? "none" : channel.getName());
        }
    }

    @Override
    public void close() {
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

    /** A sine as Opus packets, without end. */
    private static final class Tone implements AudioSendHandler {
        private final AudioSource packets;
        private final byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
        private int length;

        Tone(int hz) {
            packets =
                    AudioSources.encode(new ToneSource(hz, 0.3, Duration.ofMinutes(10)), OpusEncoderOptions.defaults());
        }

        @Override
        public boolean canProvide() {
            try {
                length = packets.read(packet, 0);
                return length > 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ByteBuffer provide20MsAudio() {
            return ByteBuffer.wrap(packet.clone(), 0, length);
        }

        @Override
        public boolean isOpus() {
            return true;
        }
    }

    /** What JDA hands out of each user's packets, end-to-end encryption taken off. */
    static final class Ear implements AudioReceiveHandler {
        private final OpusDecoder decoder = OpusDecoder.create(STEREO);
        private final ByteArrayOutputStream samples = new ByteArrayOutputStream();
        private final Set<Long> speakers = new CopyOnWriteArraySet<>();

        @Override
        public boolean canReceiveEncoded() {
            return true;
        }

        @Override
        public synchronized void handleEncodedAudio(OpusPacket packet) {
            speakers.add(packet.getUserId());
            short[] pcm = new short[MAX_FRAME * STEREO];
            byte[] opus = packet.getOpusAudio();
            try {
                int frames = decoder.decode(opus, 0, opus.length, pcm, 0, MAX_FRAME);
                for (int i = 0; i < STEREO * frames; i++) {
                    samples.write(pcm[i] >> 8);
                    samples.write(pcm[i]);
                }
            } catch (OpusException e) {
                throw new IllegalStateException("JDA gave what is no Opus", e);
            }
        }

        synchronized Set<Long> speakers() {
            return Set.copyOf(speakers);
        }

        synchronized Heard heard() {
            short[] pcm = new short[samples.size() / 2];
            ByteBuffer.wrap(samples.toByteArray()).asShortBuffer().get(pcm);
            return Heard.of(pcm);
        }
    }
}
