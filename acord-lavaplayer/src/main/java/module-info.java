import org.jspecify.annotations.NullMarked;

/** Plays what lavaplayer 2 plays. */
@NullMarked
module dev.acord.lavaplayer {
    requires transitive dev.acord.audio;
    requires static transitive org.jspecify;
    requires transitive lavaplayer;
    requires org.slf4j;

    exports dev.acord.lavaplayer;
}
