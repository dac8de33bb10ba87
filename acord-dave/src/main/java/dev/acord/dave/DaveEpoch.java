package dev.acord.dave;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.Member;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One epoch of a call's group, as everybody may know it: no secrets. Immutable. */
public final class DaveEpoch {
    private final int protocolVersion;
    private final long epoch;
    private final String privacyCode;
    /** Signature keys by user, in unsigned order. */
    private final TreeMap<Long, byte[]> signatureKeys = new TreeMap<>(Long::compareUnsigned);

    private DaveEpoch(int protocolVersion, long epoch, String privacyCode) {
        this.protocolVersion = protocolVersion;
        this.epoch = epoch;
        this.privacyCode = privacyCode;
    }

    /**
     * A call that is not end-to-end encrypted, or not yet.
     *
     * @param protocolVersion the DAVE protocol version; 0 for a call without
     * @return an epoch without members
     */
    public static DaveEpoch none(int protocolVersion) {
        return new DaveEpoch(protocolVersion, 0, "");
    }

    static DaveEpoch of(int protocolVersion, Group group) {
        DaveEpoch epoch =
                new DaveEpoch(protocolVersion, group.epoch(), DisplayableCode.ofEpoch(group.epochAuthenticator()));
        for (Member member : group.members()) {
            epoch.signatureKeys.put(member.userId(), member.signatureKey());
        }
        return epoch;
    }

    /**
     * The DAVE protocol version.
     *
     * @return 0 when the call is not end-to-end encrypted
     */
    public int protocolVersion() {
        return protocolVersion;
    }

    /**
     * The epoch's number.
     *
     * @return 1 or more in an established group; 0 while there is none
     */
    public long epoch() {
        return epoch;
    }

    /**
     * The code that is equal for all members of the epoch.
     *
     * @return 30 digits; empty while there is no group
     */
    public String privacyCode() {
        return privacyCode;
    }

    /**
     * Who is in the group, oneself included.
     *
     * @return user ids, sorted as unsigned numbers
     */
    public List<Long> users() {
        return List.copyOf(signatureKeys.keySet());
    }

    /**
     * A member's signature key, from which verification codes are made.
     *
     * @param userId the member
     * @return a copy of the uncompressed point, 65 bytes; empty for somebody who is not in the group
     */
    public Optional<byte[]> signatureKey(long userId) {
        return Optional.ofNullable(signatureKeys.get(userId)).map(byte[]::clone);
    }

    /**
     * Version, epoch and number of members.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "DaveEpoch[version=" + protocolVersion + ", epoch=" + Long.toUnsignedString(epoch) + ", members="
                + signatureKeys.size() + "]";
    }
}
