package dev.acord.cli.play;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Snowflake;
import dev.acord.cli.TrustedTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which bot, and where it should go. */
final class BotOptions {
    /** Tokens have some 70 characters. */
    private static final long MAX_TOKEN_BYTES = 1_000;

    @Option(
            names = "--token-file",
            order = -90,
            required = true,
            paramLabel = "FILE",
            description = "Holds the bot's token. A file, because others can read command lines.")
    private Path tokenFile = Path.of("");

    @Option(names = "--guild", order = -89, required = true, paramLabel = "ID", description = "The guild.")
    private Snowflake guild = new Snowflake(1);

    @Option(
            names = "--channel",
            order = -88,
            required = true,
            paramLabel = "ID",
            description = "The voice or stage channel.")
    private Snowflake channel = new Snowflake(1);

    @Option(
            names = "--api",
            order = -60,
            paramLabel = "URL",
            description = "Another API than Discord's, such as an offline Discord's; with --gateway.")
    private @Nullable String api;

    @Option(names = "--gateway", order = -59, paramLabel = "URL", description = "Its main gateway, ws:// or wss://.")
    private @Nullable String gateway;

    @Option(names = "--ca", order = -58, paramLabel = "FILE.pem", description = "Trust these certificates, too.")
    private @Nullable Path ca;

    long guild() {
        return guild.id();
    }

    long channel() {
        return channel.id();
    }

    @Nullable
    String api() {
        return api;
    }

    @Nullable
    String gateway() {
        return gateway;
    }

    /** Whom to trust; null for whom the Java runtime trusts. */
    @Nullable
    SSLContext tls() throws IOException, CommandFailure {
        return ca == null ? null : TrustedTls.trusting(ca);
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
