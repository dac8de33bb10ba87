package dev.acord.dave.mls;

import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;

/**
 * A proposal that was verified for one epoch of one group. The caller keeps it, by its reference, until the epoch ends.
 * Immutable.
 */
public final class ProposalMessage {

    private final PublicMessage message;
    private final Proposal proposal;
    private final ProposalRef ref;

    ProposalMessage(PublicMessage message, Proposal proposal) {
        this.message = message;
        this.proposal = proposal;
        this.ref = message.ref();
    }

    /**
     * What commits and revocations name it by.
     *
     * @return the reference
     */
    public ProposalRef ref() {
        return ref;
    }

    /**
     * What is proposed.
     *
     * @return the proposal; in DAVE an Add or a Remove
     */
    public Proposal proposal() {
        return proposal;
    }

    /**
     * The epoch that it was verified for.
     *
     * @return an unsigned number
     */
    public long epoch() {
        return message.epoch();
    }

    /** Who sent it. */
    Sender sender() {
        return message.sender();
    }

    /** Whether it was verified for this epoch of this group. */
    boolean isFor(PublicState state) {
        return state.isOf(message);
    }
}
