import org.jspecify.annotations.NullMarked;

/** Voice for bots on JDA 6, and end-to-end encryption (DAVE) for those that keep JDA's own audio. */
@NullMarked
module dev.acord.jda {
    requires transitive dev.acord.audio;
    requires transitive dev.acord.dave;
    requires transitive dev.acord.voice;
    requires transitive net.dv8tion.jda;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.acord.jda;
}
