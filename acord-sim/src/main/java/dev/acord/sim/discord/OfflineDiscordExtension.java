package dev.acord.sim.discord;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An {@link OfflineDiscord} for each test, as a parameter or from {@link #discord()}. A test fails when its bot broke the protocol.
 *
 * <pre>{@code
 * @RegisterExtension
 * final OfflineDiscordExtension offline = OfflineDiscordExtension.of(OfflineDiscord.builder().users("alice", "bob"));
 *
 * @Test
 * void plays(OfflineDiscord discord) { ... }
 * }</pre>
 *
 * <p>With {@code @ExtendWith(OfflineDiscordExtension.class)} it has the default options. A bot should be stopped before the test ends: in the
 * test, or in an {@code @AfterEach} method, which runs before.
 */
@SuppressWarnings("exports") // who has this has JUnit; who does not, must not need its module
public final class OfflineDiscordExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final OfflineDiscordBuilder builder;
    private List<String> tolerated = List.of();
    private @Nullable OfflineDiscord running;

    /** With the default options, for {@code @ExtendWith}. */
    public OfflineDiscordExtension() {
        this(OfflineDiscord.builder());
    }

    private OfflineDiscordExtension(OfflineDiscordBuilder builder) {
        this.builder = builder;
    }

    /**
     * With other options, for {@code @RegisterExtension}.
     *
     * @param builder the options; each test gets one of its own
     * @return the extension
     */
    public static OfflineDiscordExtension of(OfflineDiscordBuilder builder) {
        return new OfflineDiscordExtension(builder);
    }

    /**
     * Lets rules be broken: what a bot's library does is not always the bot's fault.
     *
     * @param rules names as in {@code ProtocolViolation.rule()}
     * @return this
     */
    public OfflineDiscordExtension tolerating(String... rules) {
        tolerated = List.of(rules);
        return this;
    }

    /**
     * The one of the test that runs.
     *
     * @return a running one
     * @throws IllegalStateException outside of a test
     */
    public OfflineDiscord discord() {
        OfflineDiscord discord = running;
        if (discord == null) {
            throw new IllegalStateException("no test is running");
        }
        return discord;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (running == null) {
            running = builder.start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        OfflineDiscord discord = running;
        running = null;
        if (discord != null) {
            try (discord) {
                if (context.getExecutionException().isEmpty()) {
                    discord.assertNoViolations(tolerated.toArray(String[]::new));
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OfflineDiscord.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return discord();
    }
}
