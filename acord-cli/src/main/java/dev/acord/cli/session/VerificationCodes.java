package dev.acord.cli.session;

import dev.acord.voice.VoiceConnection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Computes the pairwise codes of an epoch, one after the other, since each is slow on purpose; an epoch that is over before its codes are
 * ready is not reported. Thread safe.
 */
final class VerificationCodes {
    private final VoiceConnection connection;
    private final BiConsumer<Long, Map<String, String>> report;
    private String begun = "";

    VerificationCodes(VoiceConnection connection, BiConsumer<Long, Map<String, String>> report) {
        this.connection = connection;
        this.report = report;
    }

    /** A new epoch: begins with its codes. */
    void epoch(CallStatus status) {
        Long epoch = status.epoch();
        String key = status.privacyCode();
        if (epoch == null || key == null || status.users().size() < 2 || !begin(key)) {
            return;
        }
        Map<String, String> codes = new TreeMap<>();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (String user : status.users()) {
            long id = Long.parseUnsignedLong(user);
            if (id != connection.userId()) {
                all = all.thenCompose(done -> connection.verificationCode(id))
                        .thenAccept(code -> codes.put(user, code));
            }
        }
        all.thenRun(() -> {
            if (isCurrent(key)) {
                report.accept(epoch, codes);
            }
        });
    }

    /** Epoch numbers begin again with a new group; the privacy code does not repeat. */
    private synchronized boolean begin(String privacyCode) {
        boolean isNew = !begun.equals(privacyCode);
        begun = privacyCode;
        return isNew;
    }

    private synchronized boolean isCurrent(String privacyCode) {
        return begun.equals(privacyCode);
    }
}
