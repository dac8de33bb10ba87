import org.jspecify.annotations.NullMarked;

/** End-to-end encryption (DAVE) for bots on JDA 6. */
@NullMarked
module dev.acord.jda {
    requires transitive dev.acord.dave;
    requires transitive net.dv8tion.jda;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.acord.jda;
}
