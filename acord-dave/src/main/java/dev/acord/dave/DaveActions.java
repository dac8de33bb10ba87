package dev.acord.dave;

/**
 * What a {@link DaveSession} wants done, called from within its {@code handle} methods. Implementations only carry out: they never call
 * back into the session from here. Arrays are handed over.
 */
public interface DaveActions {

    /**
     * Send opcode 26.
     *
     * @param keyPackage a bare KeyPackage
     */
    void sendKeyPackage(byte[] keyPackage);

    /**
     * Send opcode 28.
     *
     * @param commitWelcome a commit (MLSMessage) and, when it adds members, a bare Welcome behind it
     */
    void sendCommitWelcome(byte[] commitWelcome);

    /**
     * Send opcode 23.
     *
     * @param transitionId which transition one is ready for
     */
    void sendTransitionReady(int transitionId);

    /**
     * Send opcode 31.
     *
     * @param transitionId the transition whose commit or welcome could not be processed
     */
    void sendInvalidCommitWelcome(int transitionId);

    /**
     * From now on decrypt a user's frames with this secret too; older ones go on for 10 s.
     *
     * @param userId the user
     * @param baseSecret the base secret of the user's key ratchet, 16 bytes
     */
    void receiveWith(long userId, byte[] baseSecret);

    /**
     * Whether frames that are not encrypted are let through.
     *
     * @param allowed true from now on; false: for 10 s more
     */
    void receivePlain(boolean allowed);

    /**
     * From now on encrypt one's own frames with this secret.
     *
     * @param baseSecret the base secret of one's own key ratchet, 16 bytes
     */
    void sendWith(byte[] baseSecret);

    /** From now on send frames as they are: the call is not end-to-end encrypted. */
    void sendPlain();

    /** From now on send nothing, until {@link #sendWith} or {@link #sendPlain}. */
    void sendNothing();

    /**
     * A new epoch of the group, or a change to or from an encrypted call.
     *
     * @param epoch what is known of it
     */
    void onEpoch(DaveEpoch epoch);

    /**
     * Something that came was refused or ignored; the state is as before, unless opcode 31 follows.
     *
     * @param opcode what came
     * @param why the reason, for logs; without secrets
     */
    void onRefused(int opcode, String why);
}
