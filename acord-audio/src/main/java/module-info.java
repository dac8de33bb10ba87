import org.jspecify.annotations.NullMarked;

/** Opus, audio containers and audio sources: everything between a file and an Opus packet. */
@NullMarked
module dev.acord.audio {
    requires transitive org.jspecify;
    requires org.slf4j;

    exports dev.acord.audio;
}
