package dev.acord.cli.session;

import dev.acord.voice.EncryptionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the call and whether it is end-to-end encrypted.
 *
 * @param version the DAVE protocol version in force; 0 for none
 * @param ready whether outgoing frames are end-to-end encrypted
 * @param epoch the MLS group's epoch, or null without a group
 * @param privacyCode the epoch's 30 digits, or null without a group
 * @param users everybody in the call, oneself included, in the order of their ids
 */
record CallStatus(int version, boolean ready, @Nullable Long epoch, @Nullable String privacyCode, List<String> users) {

    /** Copies the list. */
    CallStatus {
        users = List.copyOf(users);
    }

    /** The members of the encrypted group or, where there is none, everybody in the call. */
    static CallStatus of(EncryptionState encryption, List<String> roster) {
        if (encryption.epoch() == 0) {
            return new CallStatus(encryption.version(), encryption.ready(), null, null, roster);
        }
        return new CallStatus(
                encryption.version(),
                encryption.ready(),
                encryption.epoch(),
                encryption.privacyCode(),
                encryption.users().stream().map(Long::toUnsignedString).toList());
    }
}
