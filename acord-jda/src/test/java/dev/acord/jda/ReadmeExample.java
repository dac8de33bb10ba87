package dev.acord.jda;

import dev.acord.dave.DaveIdentity;
import java.io.IOException;
import java.nio.file.Path;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;

/** The README's examples for JDA, so that they compile; {@link ReadmeTest} compares. */
final class ReadmeExample {
    private ReadmeExample() {}

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
