package dev.acord.cli.demo;

import dev.acord.audio.pcm.SignalComparison;
import dev.acord.sim.ServerReport;
import dev.acord.voice.VoiceStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a demonstration found out.
 *
 * @param source what was played
 * @param check what was heard against what was sent
 * @param comparison both decoded
 * @param player the playing member's figures
 * @param listener the hearing member's figures
 * @param recording what was heard
 * @param stalledMs how long this machine kept the sending thread from running, beyond what can be caught up
 * @param server what the server saw
 * @param encryption the call's end-to-end encryption
 * @param transport the encryption mode, and how the gateway was reached
 * @param ogg the recording
 * @param wav the recording, decoded
 */
record DemoResult(
        DemoSource source,
        HeardCheck check,
        SignalComparison comparison,
        VoiceStats player,
        VoiceStats listener,
        HeardRecording recording,
        long stalledMs,
        ServerReport server,
        DemoEncryption encryption,
        String transport,
        Path ogg,
        Path wav) {
    private static final double MIN_CORRELATION = 0.99;

    /** Everything that is wrong, each in a few words; empty when it was heard right. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (check.sentFrames() == 0) {
            faults.add("there was nothing to play");
        }
        count(faults, check.missingFrames(), "not heard");
        count(faults, check.foreignFrames(), "heard that were not sent like that");
        count(faults, recording.late(), "out of order or twice");
        boolean silent = comparison.sentSilent() && comparison.heardSilent();
        if (check.sentFrames() > 0 && !silent && comparison.correlation() < MIN_CORRELATION) {
            faults.add(String.format(Locale.ROOT, "the correlation is %.4f only", comparison.correlation()));
        }
        if (encryption.isBroken()) {
            faults.add("the audio was not end-to-end encrypted as it should be: " + encryption.summary());
        }
        if (server.totalViolations() > 0) {
            faults.add(server.totalViolations() + " violations of the protocol"
                    + (stalledMs > 0 ? " (this machine stalled: see below)" : ""));
        }
        return faults;
    }

    private static void count(List<String> faults, long frames, String what) {
        if (frames > 0) {
            faults.add(frames + (frames == 1 ? " frame " : " frames ") + what);
        }
    }

    /** What to say when there are no faults. */
    String verdict() {
        return "every frame, in order, unchanged" + (recording.pauses() > 0 ? ", but with interruptions" : "");
    }

    /** The result as a table. */
    String table() {
        StringBuilder table = new StringBuilder();
        boolean unchanged =
                check.matchedFrames() == check.sentFrames() && check.foreignFrames() == 0 && recording.late() == 0;
        row(table, "source", source.title() + (source.passedThrough() ? ", passed through" : ", encoded here"));
        row(table, "codec", check.codec());
        row(table, "mode", transport);
        row(table, "encryption", encryption.summary());
        if (encryption.state().version() > 0) {
            row(table, "privacy code", groups(encryption.state().privacyCode()));
            row(table, "verification", groups(encryption.verificationCode()));
        }
        row(
                table,
                "frames sent",
                player.packetsSent() + " (" + check.sentFrames() + " audio, "
                        + (player.packetsSent() - check.sentFrames()) + " silence)");
        row(
                table,
                "frames received",
                listener.packetsReceived() + " (" + check.matchedFrames() + " audio, " + check.silenceFrames()
                        + " silence)");
        row(table, "frames lost", String.valueOf(listener.packetsLost()));
        row(
                table,
                "pacing lateness",
                millis(player.sendLatenessP50Ns()) + " p50, " + millis(player.sendLatenessP99Ns()) + " p99");
        if (recording.pauses() > 0) {
            row(table, "interruptions", recording.pauses() + ", " + recording.pausedMs() + " ms");
        }
        if (stalledMs > 0) {
            row(table, "stalls", stalledMs + " ms in which this machine did not let the sending thread run");
        }
        row(table, "arrival jitter", millis(listener.jitterNs()));
        row(table, "delay", String.format(Locale.ROOT, "%.1f ms", comparison.delayFrames() / 48.0));
        row(table, "correlation", String.format(Locale.ROOT, "%.4f", comparison.correlation()));
        row(table, "SNR", snr());
        row(table, "bit for bit", unchanged ? "yes" : "no");
        row(table, "violations", String.valueOf(server.totalViolations()));
        row(table, "recorded", ogg + ", " + wav);
        return table.toString();
    }

    /** Digits in groups of five, as people read them to each other. */
    private static String groups(String digits) {
        return digits.replaceAll("(\\d{5})(?=\\d)", "$1 ");
    }

    private String snr() {
        if (comparison.sentSilent() || comparison.heardSilent()) {
            return comparison.sentSilent() ? "none: silence was sent" : "none: silence was heard";
        }
        return comparison.snrDb() == Double.POSITIVE_INFINITY
                ? "infinite (no difference)"
                : String.format(Locale.ROOT, "%.1f dB", comparison.snrDb());
    }

    private static String millis(long ns) {
        return String.format(Locale.ROOT, "%.2f ms", ns / 1e6);
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "  %-16s %s%n", name, value));
    }
}
