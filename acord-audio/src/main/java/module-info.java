import org.jspecify.annotations.NullMarked;

/** Opus, audio containers and audio sources: everything between a file and an Opus packet. */
@NullMarked
module dev.acord.audio {
    requires transitive org.jspecify;
    requires org.slf4j;
    requires concentus;
    requires java.desktop;

    exports dev.acord.audio;
    exports dev.acord.audio.inspect;
    exports dev.acord.audio.ogg;
    exports dev.acord.audio.opus;
    exports dev.acord.audio.webm;

    uses dev.acord.audio.opus.OpusProvider;

    provides dev.acord.audio.opus.OpusProvider with
            dev.acord.audio.opus.ConcentusProvider;
}
