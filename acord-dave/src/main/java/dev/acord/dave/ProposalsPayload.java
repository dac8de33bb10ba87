package dev.acord.dave;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The payload of opcode 27: proposals to append, verified, or references of proposals to revoke; one of the two is empty. */
final class ProposalsPayload {
    private static final int APPEND = 0;
    private static final int REVOKE = 1;

    private final List<ProposalMessage> appended = new ArrayList<>();
    private final List<ProposalRef> revoked = new ArrayList<>();

    private ProposalsPayload() {}

    /**
     * Parses the whole payload and verifies each proposal for the group's epoch.
     *
     * @param isInCall whether a user may be added
     */
    static ProposalsPayload parse(byte[] payload, Group group, LongPredicate isInCall) throws MlsException {
        MlsReader in = new MlsReader(payload);
        int operation = in.u8();
        MlsReader list = in.vectorReader();
        in.finish();
        ProposalsPayload parsed = new ProposalsPayload();
        switch (operation) {
            case APPEND -> parsed.readProposals(list, group, isInCall);
            case REVOKE -> parsed.readRefs(list);
            default -> throw new MlsException(Reason.MALFORMED, 0, "operation " + operation);
        }
        return parsed;
    }

    private void readProposals(MlsReader list, Group group, LongPredicate isInCall) throws MlsException {
        for (byte[] message : PublicMessage.split(list, EpochProposals.MAX_PROPOSALS)) {
            ProposalMessage proposal = group.parseProposal(message);
            if (proposal.proposal() instanceof Proposal.Add add) {
                long user = ByteBuffer.wrap(add.keyPackage().leaf().credential().identity())
                        .getLong();
                if (!isInCall.test(user)) {
                    throw new MlsException(
                            Reason.POLICY, "user " + Long.toUnsignedString(user) + " is not known to be in the call");
                }
            }
            appended.add(proposal);
        }
    }

    private void readRefs(MlsReader list) throws MlsException {
        while (list.hasRemaining()) {
            if (revoked.size() == EpochProposals.MAX_PROPOSALS) {
                throw new MlsException(Reason.TOO_LARGE, list.offset(), "too many references");
            }
            revoked.add(ProposalRef.of(list.vector()));
        }
    }

    /** Proposals to add to those of the epoch. */
    List<ProposalMessage> appended() {
        return appended;
    }

    /** References of proposals to take back. */
    List<ProposalRef> revoked() {
        return revoked;
    }
}
