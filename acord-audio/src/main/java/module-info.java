import org.jspecify.annotations.NullMarked;

/** Opus, audio containers and audio sources: everything between a file and an Opus packet. */
@NullMarked
module dev.acord.audio {
    requires transitive org.jspecify;
    requires concentus;
    requires java.desktop;
    requires org.slf4j;

    exports dev.acord.audio;
    exports dev.acord.audio.engine;
    exports dev.acord.audio.ffmpeg;
    exports dev.acord.audio.inspect;
    exports dev.acord.audio.meter;
    exports dev.acord.audio.ogg;
    exports dev.acord.audio.opus;
    exports dev.acord.audio.pcm;
    exports dev.acord.audio.tone;
    exports dev.acord.audio.webm;

    uses dev.acord.audio.ffmpeg.FfmpegProvider;
    uses dev.acord.audio.opus.OpusProvider;

    provides dev.acord.audio.opus.OpusProvider with
            dev.acord.audio.opus.ConcentusProvider;
}
