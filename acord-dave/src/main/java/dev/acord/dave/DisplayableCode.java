package dev.acord.dave;

/**
 * Secrets and fingerprints as decimal digits that people can read to each other (DAVE "Displayable Codes"). Pure functions, for any thread.
 */
public final class DisplayableCode {
    /** Digits of the code of an epoch, which clients call the voice privacy code. */
    public static final int EPOCH_DIGITS = 30;
    /** Digits of the code of a pair of users, which clients call the verification code. */
    public static final int PAIRWISE_DIGITS = 45;

    private static final int GROUP_DIGITS = 5;
    private static final int MAX_GROUP_DIGITS = 7;

    private DisplayableCode() {}

    /**
     * The code that is the same for all members of a group in one epoch.
     *
     * @param epochAuthenticator the group's epoch authenticator (RFC 9420 section 8.7), 32 bytes
     * @return 30 digits
     * @throws IllegalArgumentException if the authenticator is shorter than 30 bytes
     */
    public static String ofEpoch(byte[] epochAuthenticator) {
        return of(epochAuthenticator, EPOCH_DIGITS, GROUP_DIGITS);
    }

    /**
     * The code that is the same for both users of a pair.
     *
     * @param fingerprint from {@link PairwiseFingerprint#of}, 64 bytes
     * @return 45 digits
     * @throws IllegalArgumentException if the fingerprint is shorter than 45 bytes
     */
    public static String ofPair(byte[] fingerprint) {
        return of(fingerprint, PAIRWISE_DIGITS, GROUP_DIGITS);
    }

    /**
     * The general form: each group of digits is a big-endian number of as many bytes, modulo a power of ten.
     *
     * @param data at least {@code digits} bytes
     * @param digits the length of the code, a positive multiple of {@code groupDigits}
     * @param groupDigits digits and bytes of a group, from 1 to 7
     * @return the digits, without separators
     * @throws IllegalArgumentException if the lengths do not fit together
     */
    public static String of(byte[] data, int digits, int groupDigits) {
        if (groupDigits < 1 || groupDigits > MAX_GROUP_DIGITS) {
            throw new IllegalArgumentException("a group has 1 to " + MAX_GROUP_DIGITS + " digits, not " + groupDigits);
        }
        if (digits < 1 || digits % groupDigits != 0) {
            throw new IllegalArgumentException(digits + " digits are not made of groups of " + groupDigits);
        }
        if (data.length < digits) {
            throw new IllegalArgumentException(digits + " digits need as many bytes, not " + data.length);
        }
        long modulus = 1;
        for (int i = 0; i < groupDigits; i++) {
            modulus *= 10;
        }
        StringBuilder code = new StringBuilder(digits);
        for (int at = 0; at < digits; at += groupDigits) {
            long value = 0;
            for (int i = 0; i < groupDigits; i++) {
                value = value << 8 | (data[at + i] & 0xFF);
            }
            String group = Long.toString(value % modulus);
            code.append("0".repeat(groupDigits - group.length())).append(group);
        }
        return code.toString();
    }
}
