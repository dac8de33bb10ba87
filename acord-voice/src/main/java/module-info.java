import org.jspecify.annotations.NullMarked;

/** The Discord voice client: connections, players and receivers. */
@NullMarked
@SuppressWarnings("module") // the simulation is built after this module, and not there when this is compiled
module dev.acord.voice {
    requires transitive dev.acord.audio;
    requires transitive dev.acord.dave;
    requires transitive org.jspecify;
    requires com.google.gson;
    requires org.slf4j;
    requires java.net.http;
    requires static jdk.jfr;

    exports dev.acord.voice;
    exports dev.acord.voice.receive;
    exports dev.acord.voice.wire;
    exports dev.acord.voice.io to
            dev.acord.sim;
}
