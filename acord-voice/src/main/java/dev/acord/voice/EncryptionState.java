package dev.acord.voice;

import java.util.List;

/**
 * A call's end-to-end encryption at one moment.
 *
 * @param version the DAVE protocol version; 0 when the call is not end-to-end encrypted
 * @param ready whether outgoing frames are end-to-end encrypted
 * @param epoch the MLS group's epoch; 0 while there is no group
 * @param privacyCode 30 digits, equal for everybody in the epoch; empty while there is no group
 * @param users who is in the group, oneself included, sorted as unsigned numbers
 */
public record EncryptionState(int version, boolean ready, long epoch, String privacyCode, List<Long> users) {

    /** Before anything is known. */
    public static final EncryptionState NONE = new EncryptionState(0, false, 0, "", List.of());

    /**
     * Keeps its own copy of the users.
     *
     * @param version the DAVE protocol version; 0 when the call is not end-to-end encrypted
     * @param ready whether outgoing frames are end-to-end encrypted
     * @param epoch the MLS group's epoch; 0 while there is no group
     * @param privacyCode 30 digits, equal for everybody in the epoch; empty while there is no group
     * @param users who is in the group, oneself included, sorted as unsigned numbers
     */
    public EncryptionState {
        users = List.copyOf(users);
    }
}
