import org.jspecify.annotations.NullMarked;

/** DAVE, Discord's end-to-end encryption of audio and video, on an own MLS (RFC 9420) core: JDK only. */
@NullMarked
@SuppressWarnings("module") // the modules named in the exports are built after this one
module dev.acord.dave {
    requires static transitive org.jspecify;

    exports dev.acord.dave;
    exports dev.acord.dave.media to
            dev.acord.voice,
            dev.acord.jda;
}
