package dev.acord.jda;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.Track;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.Recorder;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.receive.SpeechFormat;
import java.io.IOException;
import java.nio.file.Path;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.requests.GatewayIntent;

/** The examples of docs/jda.md, so that they compile; {@link ReadmeTest} compares. */
final class GuideExample {
    private GuideExample() {}

    static JDA build(String token) {
        AcordVoice voice = AcordVoice.create();
        JDA jda = JDABuilder.createDefault(token)
                .enableIntents(GatewayIntent.GUILD_VOICE_STATES)
                .setVoiceDispatchInterceptor(voice.interceptor())
                .build();
        return jda;
    }

    static void join(AcordVoice voice, AudioChannel channel, AudioQueue queue) {
        voice.join(channel).whenComplete((connection, failure) -> {
            if (failure != null) {
                reply("I could not join: " + failure.getMessage()); // names the stage and the cause
            } else {
                new BasePlayer(connection, queue).play();
            }
        });
    }

    static void playAndHear(VoiceConnection connection) throws IOException {
        AudioQueue queue = new AudioQueue();
        queue.add(Track.of(Path.of("first.opus")));
        BasePlayer player = new BasePlayer(connection, queue);
        player.play();

        SpeechReceiver ears = new SpeechReceiver(connection, SpeechFormat.MONO_16K);
        ears.onSpeaker(stream -> new Thread(() -> transcribe(stream)).start());

        Recorder recorder = new Recorder(connection, Path.of("meeting"));
        recorder.stop().join();
    }

    static void encrypt(JDABuilder builder) {
        builder.setAudioModuleConfig(new AudioModuleConfig().withDaveSessionFactory(new AcordDave()));
    }

    static void playThroughJda(Guild guild, AudioChannel channel) {
        AudioQueue music = new AudioQueue();
        music.add(Track.of(Path.of("first.opus")));
        guild.getAudioManager().setSendingHandler(new AcordSendHandler(music));
        guild.getAudioManager().openAudioConnection(channel);
        music.volume().setPercent(50);
    }

    private static void reply(String text) {
        System.out.println(text);
    }

    private static void transcribe(SpeechStream stream) {
        System.out.println(stream.userId());
    }
}
