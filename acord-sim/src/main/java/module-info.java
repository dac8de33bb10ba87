import org.jspecify.annotations.NullMarked;

/** An embedded Discord voice server, for the tests of bots and of this library. */
@NullMarked
module dev.acord.sim {
    requires dev.acord.dave;
    requires transitive dev.acord.voice;
    requires transitive org.jspecify;
    requires static org.junit.jupiter.api; // only whoever tests with JUnit needs it
    requires com.google.gson;
    requires org.slf4j;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.util;
    requires transitive org.eclipse.jetty.websocket.api;
    requires org.eclipse.jetty.websocket.server;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports dev.acord.sim;
    exports dev.acord.sim.discord;
    exports dev.acord.sim.network;
    exports dev.acord.sim.virtual;
    exports dev.acord.sim.web;
    exports dev.acord.sim.websocket;
}
