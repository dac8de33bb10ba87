package dev.acord.voice.gateway;

import com.google.gson.JsonObject;
import dev.acord.voice.EncryptionMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which encryption mode to select: the preferred one that the server offers and has not refused. */
final class ModeChoice {
    private final List<EncryptionMode> preferred;
    private final Set<EncryptionMode> refused = EnumSet.noneOf(EncryptionMode.class);
    private Optional<EncryptionMode> chosen = Optional.empty();

    ModeChoice(List<EncryptionMode> preferred) {
        this.preferred = preferred;
    }

    /** Chooses from what a Ready offers; empty when nothing is in common. */
    Optional<EncryptionMode> choose(JsonObject ready) throws MalformedMessageException {
        List<EncryptionMode> untried =
                preferred.stream().filter(mode -> !refused.contains(mode)).toList();
        chosen = Payloads.preferredMode(ready, untried);
        if (chosen.isEmpty()) {
            chosen = Payloads.preferredMode(ready, preferred);
        }
        return chosen;
    }

    Optional<EncryptionMode> chosen() {
        return chosen;
    }

    /** The server named the mode itself. */
    void given(EncryptionMode mode) {
        chosen = Optional.of(mode);
    }

    /** The server closed the session because of the mode: another one is tried first next time. */
    void refuse() {
        chosen.ifPresent(refused::add);
    }

    /** Another server, perhaps: nothing is refused. */
    void forget() {
        refused.clear();
    }
}
