package dev.acord.cli.bot;

import dev.acord.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which bot, and at which Discord. */
public final class BotLogin {
    /** Tokens have some 70 characters. */
    private static final long MAX_TOKEN_BYTES = 1_000;

    @Option(
            names = "--token-file",
            order = -98,
            required = true,
            paramLabel = "FILE",
            description = "Holds the bot's token. A file, because others can read command lines.")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--api",
            order = -97,
            paramLabel = "URL",
            description = "Another API than Discord's, such as that of 'acord sim --bot-api'; with --gateway.")
    private @Nullable String api;

    @Option(names = "--gateway", order = -96, paramLabel = "URL", description = "Its main gateway, ws:// or wss://.")
    private @Nullable String gateway;

    /** Without a bot, until the command line names one. */
    public BotLogin() {}

    @Nullable
    String api() {
        return api;
    }

    @Nullable
    String gateway() {
        return gateway;
    }

    /**
     * What is wrong with the options themselves.
     *
     * @return what, and what to do; null if nothing is
     */
    public @Nullable String misuse() {
        // half of it would show the token of one Discord to another
        return (api == null) == (gateway == null) ? null : "--api and --gateway belong together: give both or none";
    }

    /** The token, and nothing of it in any message. */
    String token() throws IOException, CommandFailure {
        if (!Files.isRegularFile(tokenFile)) {
            throw new CommandFailure("--token-file " + tokenFile + " is no file");
        }
        if (Files.size(tokenFile) > MAX_TOKEN_BYTES) {
            throw new CommandFailure(
                    "--token-file " + tokenFile + " is too long for a token: it must hold nothing else");
        }
        String token = Files.readString(tokenFile).strip();
        if (token.startsWith("Bot ")) {
            token = token.substring(4).strip();
        }
        if (token.isEmpty() || token.chars().anyMatch(each -> each <= ' ' || each > '~')) {
            throw new CommandFailure(
                    "--token-file " + tokenFile + " holds no token: one line without spaces is expected");
        }
        return token;
    }

    /** Whether others on this machine can read the token. */
    boolean isTokenOpen() throws IOException {
        if (!Files.getFileStore(tokenFile).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(tokenFile);
        return permissions.contains(PosixFilePermission.OTHERS_READ);
    }
}
