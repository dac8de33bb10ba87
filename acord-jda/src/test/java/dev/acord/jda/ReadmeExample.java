package dev.acord.jda;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.dave.DaveIdentity;
import dev.acord.voice.BasePlayer;
import java.io.IOException;
import java.nio.file.Path;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;

/** The README's examples for JDA, so that they compile; {@link ReadmeTest} compares. */
final class ReadmeExample {
    private ReadmeExample() {}

    static void voice(JDABuilder builder) {
        AcordVoice voice = AcordVoice.create();
        builder.setVoiceDispatchInterceptor(voice.interceptor());
    }

    static void play(AcordVoice voice, AudioChannel channel, AudioQueue queue) {
        voice.join(channel).thenAccept(connection -> new BasePlayer(connection, queue).play());
    }

    static JDABuilder oneLine(JDABuilder builder) {
        builder.setAudioModuleConfig(new AudioModuleConfig().withDaveSessionFactory(new AcordDave()));
        return builder;
    }

    static AcordDave withOptions(char[] password) throws IOException {
        AcordDave dave = AcordDave.builder()
                .identity(DaveIdentity.loadOrCreate(Path.of("bot-identity.p12"), password))
                .onEpoch(call ->
                        System.out.println("privacy code: " + call.epoch().privacyCode()))
                .build();
        return dave;
    }
}
