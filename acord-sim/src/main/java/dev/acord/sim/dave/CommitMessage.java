package dev.acord.sim.dave;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opcode 28, parsed: a commit and perhaps a welcome. Immutable. */
final class CommitMessage {
    final DaveMember sender;
    final byte[] commit;
    final @Nullable Welcome welcome;
    final Set<ProposalRef> refs;
    final long senderLeaf;
    /** It has a proposal of its own, not by reference. */
    final boolean inline;

    private CommitMessage(DaveMember sender, byte[] commit, @Nullable Welcome welcome, PublicMessage message)
            throws MlsException {
        Commit content = message.commit();
        if (content == null) {
            throw new MlsException(Reason.MALFORMED, "a proposal instead of a commit");
        }
        this.sender = sender;
        this.commit = commit;
        this.welcome = welcome;
        this.senderLeaf = message.sender().index();
        Set<ProposalRef> referred = new HashSet<>();
        for (Commit.Item item : content.items()) {
            ProposalRef ref = item.ref();
            if (ref != null) {
                referred.add(ref);
            }
        }
        this.refs = referred;
        this.inline = content.items().stream().anyMatch(item -> item.proposal() != null);
    }

    static CommitMessage parse(DaveMember sender, byte[] payload) throws MlsException {
        MlsReader in = new MlsReader(payload);
        byte[] commit = PublicMessage.first(in);
        Welcome welcome = in.hasRemaining() ? Welcome.parse(in.bytes(in.remaining())) : null;
        return new CommitMessage(sender, commit, welcome, PublicMessage.parse(commit));
    }
}
