import org.jspecify.annotations.NullMarked;

/** The native libopus as an Opus provider: found by itself, tested before use, never required. */
@NullMarked
module dev.acord.audio.opus.libopus {
    requires transitive dev.acord.audio;
    requires transitive org.jspecify;
    requires org.lwjgl;
    requires org.lwjgl.opus;
    requires org.slf4j;

    exports dev.acord.audio.opus.libopus;

    provides dev.acord.audio.opus.OpusProvider with
            dev.acord.audio.opus.libopus.LibopusProvider;
}
