package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleTest {
    @RegisterExtension
    static final VoiceServer SHARED = VoiceServer.create();

    private static final List<Integer> PORTS = new ArrayList<>();

    @RegisterExtension
    final VoiceServer own = VoiceServer.create();

    @AfterAll
    static void theStaticServerKeptItsPort() {
        assertEquals(1, PORTS.stream().distinct().count());
        assertTrue(SHARED.isRunning());
    }

    @Test
    void anInstanceFieldIsStartedForEachTest() {
        PORTS.add(SHARED.udpPort());
        assertTrue(own.isRunning());
    }

    @Test
    void andAnotherOneForTheNext() {
        PORTS.add(SHARED.udpPort());
        assertTrue(own.isRunning());
        assertEquals(0, own.members().size());
    }

    @Nested
    @TestMethodOrder(MethodOrderer.MethodName.class)
    class InANestedClass {
        @Test
        void aStaticServerOfTheOuterClassGoesOn() {
            PORTS.add(SHARED.udpPort());
            assertTrue(SHARED.isRunning());
        }

        @Test
        void bAlsoForTheSecondTest() {
            PORTS.add(SHARED.udpPort());
            assertTrue(SHARED.isRunning());
        }
    }

    @Test
    void startAndCloseMayBeRepeatedAndWhatWasSeenStays() {
        VoiceServer server = VoiceServer.create();
        assertThrows(IllegalStateException.class, server::members);
        server.start().start().join(1, 2, 3);
        server.close();
        server.close();
        assertFalse(server.isRunning());
        assertEquals(1, server.members().size());
        server.start();
        assertEquals(0, server.members().size());
        server.close();
    }

    @Test
    void aTakenPortIsSaid() {
        VoiceServer taken = VoiceServer.builder().udpPort(own.udpPort()).build();
        assertThrows(UncheckedIOException.class, taken::start);
        assertFalse(taken.isRunning());
        String port = own.endpoint().substring(own.endpoint().indexOf(':') + 1);
        VoiceServer same = VoiceServer.builder()
                .secureWebSocket(true, Integer.parseInt(port))
                .build();
        assertThrows(UncheckedIOException.class, same::start);
    }

    @Test
    void nonsenseOptionsAreRefused() {
        VoiceServerBuilder b = VoiceServer.builder();
        assertThrows(IllegalArgumentException.class, () -> b.udpPort(70_000));
        assertThrows(IllegalArgumentException.class, () -> b.firstSequence(-1));
        assertThrows(IllegalArgumentException.class, b::modes);
        assertThrows(IllegalStateException.class, () -> VoiceServer.builder()
                .plainWebSocket(false, 0)
                .secureWebSocket(false, 0)
                .build());
        assertThrows(IllegalStateException.class, () -> own.member(4));
        assertThrows(IllegalArgumentException.class, () -> own.member(1, 4).closeSocket(1006));
        assertThrows(IllegalStateException.class, () -> own.member(1, 4).kick());
    }

    @Test
    void aServerWithoutTlsHasAPlainEndpointAndNoCertificate() {
        try (VoiceServer plain =
                VoiceServer.builder().secureWebSocket(false, 0).build().start()) {
            assertEquals("ws://" + plain.endpoint() + "/?v=8", plain.wsUri(8).toString());
            assertThrows(IllegalStateException.class, () -> plain.wssUri(8));
            assertThrows(IllegalStateException.class, plain::certificatePem);
        }
        assertTrue(own.certificatePem().startsWith("-----BEGIN CERTIFICATE-----"));
    }

    @Test
    void withoutJunitOnTheClassPathTheServerWorksToo() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("junit") && !entry.contains("opentest4j") && !entry.contains("apiguardian")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThrows(
                    ClassNotFoundException.class, () -> loader.loadClass("org.junit.jupiter.api.extension.Extension"));
            Class<?> type = loader.loadClass(VoiceServer.class.getName());
            Object server = type.getMethod("create").invoke(null);
            assertEquals(type, server.getClass());
            type.getMethod("start").invoke(server);
            assertTrue((int) type.getMethod("udpPort").invoke(server) > 0);
            type.getMethod("close").invoke(server);
        }
    }
}
