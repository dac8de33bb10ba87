package example;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Uses the library from a named module. */
public final class ModularBot {
    private ModularBot() {}

    /** Plays a second of a tone. */
    public static CompletableFuture<PlayerState> play(VoiceConnection connection) {
        return new BasePlayer(connection, new ToneSource(440, 0.5, Duration.ofSeconds(1)), OpusEncoderOptions.defaults())
                .play();
    }
}
