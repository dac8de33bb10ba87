package dev.acord.jda;

import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DisplayableCode;
import dev.acord.dave.PairwiseFingerprint;
import java.util.Optional;

/**
 * A new epoch of one call's encryption. Immutable.
 *
 * @param channelId the voice channel, unsigned
 * @param userId the bot itself, unsigned
 * @param epoch version, members and privacy code; without members while the call is not end-to-end encrypted, or not yet
 */
public record CallEpoch(long channelId, long userId, DaveEpoch epoch) {

    /**
     * The code that the bot and one other user share, for as long as both keep their identities. It takes tens of milliseconds on purpose:
     * hand the epoch to a thread of yours and call it there.
     *
     * @param otherUserId the other user, unsigned
     * @return 45 digits; empty if one of the two is not in the encrypted call
     */
    public Optional<String> verificationCode(long otherUserId) {
        Optional<byte[]> ownKey = epoch.signatureKey(userId);
        Optional<byte[]> otherKey = epoch.signatureKey(otherUserId);
        if (ownKey.isEmpty() || otherKey.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                DisplayableCode.ofPair(PairwiseFingerprint.of(userId, ownKey.get(), otherUserId, otherKey.get())));
    }
}
