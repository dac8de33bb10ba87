package dev.acord.sim;

import dev.acord.sim.server.ServerSettings;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server as a JUnit extension. A class of its own, which {@link VoiceServer} loads only where JUnit is there; JUnit looks at a
 * field's value, so {@code @RegisterExtension VoiceServer server} finds it.
 */
final class VoiceServerExtension extends VoiceServer
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    /** How many test classes, one within the other, use this server as a whole; 0 for that of an instance field. */
    private int classes;

    private VoiceServerExtension(ServerSettings settings) {
        super(settings);
    }

    static VoiceServer extension(ServerSettings settings) {
        return new VoiceServerExtension(settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        classes++; // called for static fields only, and for nested classes once more
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            close();
        }
    }
}
