package dev.acord.cli;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.web.WebPage;
import dev.acord.sim.web.WebPageOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --web}: the channel as a web page. */
public final class WebOptions {
    @Option(
            names = "--web",
            arity = "0..1",
            fallbackValue = "0",
            paramLabel = "PORT",
            description =
                    "Show the channel as a web page, to hear and to talk into; on a free port unless one is given.")
    private @Nullable Integer port;

    @Option(
            names = "--web-bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The numeric address of the page (default: ${DEFAULT-VALUE}). There is no login.")
    private String address = "127.0.0.1";

    /** Without a page, until the command line says otherwise. */
    public WebOptions() {}

    /**
     * Whether a page is wanted.
     *
     * @return true with {@code --web}
     */
    public boolean isWanted() {
        return port != null;
    }

    /**
     * Serves the page.
     *
     * @param server whose channel
     * @param guild the guild
     * @param channel the channel
     * @param names names of members by user id
     * @param console gets a warning when others can reach the page
     * @return the page, to be closed; null when none is wanted
     * @throws IOException when the port cannot be opened
     * @throws CommandFailure when the port or the address is none
     */
    public @Nullable WebPage serve(
            VoiceServer server, long guild, long channel, Map<Long, String> names, Console console)
            throws IOException, CommandFailure {
        Integer wanted = port;
        if (wanted == null) {
            return null;
        }
        if (!Arrays.stream(InetAddress.getAllByName(address)).allMatch(InetAddress::isLoopbackAddress)) {
            console.err()
                    .println("acord: warning: the page on " + address + " can be reached from the network, unencrypted;"
                            + " whoever has the link can hear and disturb the channel");
        }
        try {
            return WebPage.serve(
                    server,
                    WebPageOptions.of(guild, channel).at(address, wanted).named(names));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--web: " + e.getMessage(), e);
        }
    }
}
