import org.jspecify.annotations.NullMarked;

/** Brings the ffmpeg program for machines where none is installed. */
@NullMarked
module dev.acord.ffmpeg {
    requires transitive dev.acord.audio;
    requires static transitive org.jspecify;
    requires org.bytedeco.ffmpeg;
    requires org.bytedeco.javacpp;

    exports dev.acord.ffmpeg;

    provides dev.acord.audio.ffmpeg.FfmpegProvider with
            dev.acord.ffmpeg.BytedecoFfmpegProvider;
}
