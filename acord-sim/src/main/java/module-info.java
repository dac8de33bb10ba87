import org.jspecify.annotations.NullMarked;

/** An embedded Discord voice server, for the tests of bots and of this library. */
@NullMarked
module dev.acord.sim {
    requires dev.acord.voice;
    requires transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires com.google.gson;
    requires org.slf4j;

    exports dev.acord.sim;
}
