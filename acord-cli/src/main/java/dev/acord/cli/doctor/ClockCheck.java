package dev.acord.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Whether the clock is right: a wrong one makes certificates look expired, or not valid yet. */
final class ClockCheck implements Check {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final String SET_IT =
            "set the clock (Linux: timedatectl set-ntp true; in a virtual machine, on its host)";

    private final URI timeServer;
    private final Supplier<Instant> clock;

    ClockCheck(URI timeServer, Supplier<Instant> clock) {
        this.timeServer = timeServer;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "clock";
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(timeServer)
                .timeout(TIMEOUT)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        Instant before = clock.get();
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            Optional<Instant> theirs = response.headers().firstValue("date").flatMap(ClockCheck::parse);
            return List.of(
                    theirs.isPresent()
                            ? judge(Duration.between(theirs.get(), before), timeServer.getHost())
                            : Finding.doubtful(
                                    "clock",
                                    timeServer + " does not tell the time",
                                    "name another with --time-server"));
        } catch (SSLException e) {
            return List.of(Finding.doubtful(
                    "clock",
                    "not compared: TLS with " + timeServer.getHost() + " fails: " + e.getMessage(),
                    "this may be the clock itself, which says " + before + ": " + SET_IT));
        } catch (IOException e) {
            return List.of(Finding.doubtful(
                    "clock",
                    "not compared: " + timeServer.getHost() + " cannot be reached; it says "
                            + before.truncatedTo(ChronoUnit.SECONDS),
                    "look whether that is the time; without network, --offline leaves this out"));
        }
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Takes how far the clock is ahead; the other side tells whole seconds. */
    static Finding judge(Duration ahead, String of) {
        long s = Math.abs(ahead.toSeconds());
        String seen =
                s <= 2 ? "as " + of + "'s" : time(s) + (ahead.isNegative() ? " behind " : " ahead of ") + of + "'s";
        if (s <= 5) {
            return Finding.good("clock", seen);
        }
        return s <= 60
                ? Finding.doubtful("clock", seen, SET_IT)
                : Finding.bad("clock", seen, SET_IT + ": certificates look expired or not valid yet by a wrong one");
    }

    private static String time(long s) {
        return s < 120 ? s + " s" : s < 7_200 ? s / 60 + " min" : s < 172_800 ? s / 3_600 + " h" : s / 86_400 + " days";
    }
}
