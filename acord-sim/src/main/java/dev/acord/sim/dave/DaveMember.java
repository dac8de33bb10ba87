package dev.acord.sim.dave;

import com.google.gson.JsonObject;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.sim.gateway.DavePeer;
import dev.acord.voice.wire.Opcode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of the call as its delivery service sees it. Not thread safe. */
final class DaveMember {
    private static final int NO_LEAF = -1;
    private static final int APPEND = 0;
    private static final int REVOKE = 1;
    private static final int FIRST_EPOCH = 1;
    private static final int KEPT_TRANSITIONS = 256;

    final DavePeer peer;
    final ProposalHistory proposals = new ProposalHistory();
    private final ArrayDeque<Integer> transitions = new ArrayDeque<>();

    /** It has had its session description. */
    boolean described;

    /** It was told of a version above 0 at some time, so it may speak DAVE; messages may cross a change to version 0. */
    boolean negotiated;

    /** The key package by which it is to be added; null for a member of the group, and before it has sent one. */
    @Nullable
    KeyPackage keyPackage;

    /** The proposal to add it, while that is out in this epoch. */
    @Nullable
    ProposalRef add;

    private int leaf = NO_LEAF;

    DaveMember(DavePeer peer) {
        this.peer = peer;
    }

    long userId() {
        return peer.userId();
    }

    /** Whether it is in the established group. */
    boolean isEstablished() {
        return leaf != NO_LEAF;
    }

    int leaf() {
        return leaf;
    }

    /** The group has it at this place. */
    void enter(int leafIndex) {
        leaf = leafIndex;
        keyPackage = null;
        add = null;
    }

    /** It is pending again; its place in the tree is for others to blank. */
    void leave() {
        leaf = NO_LEAF;
        proposals.clear();
        peer.expectEncrypted(false);
    }

    /** Everything of a group that is given up, its key package included. */
    void forget() {
        leave();
        keyPackage = null;
        add = null;
    }

    /** A group begins anew, with this version. */
    void prepareFirstEpoch(int version) {
        JsonObject data = new JsonObject();
        data.addProperty("protocol_version", version);
        data.addProperty("epoch", FIRST_EPOCH);
        peer.sendJson(Opcode.DAVE_PREPARE_EPOCH, data);
    }

    /** A transition to a version is prepared; with the id 0 it is executed at once. */
    void prepareTransition(int version, int id) {
        JsonObject data = new JsonObject();
        data.addProperty("protocol_version", version);
        data.addProperty("transition_id", id);
        peer.sendJson(Opcode.DAVE_PREPARE_TRANSITION, data);
    }

    void sendProposals(Collection<ProposalRef> refs, List<byte[]> messages) {
        MlsWriter list = new MlsWriter();
        messages.forEach(list::bytes);
        proposals.append(refs);
        peer.sendBinary(
                Opcode.MLS_PROPOSALS, new MlsWriter().u8(APPEND).vector(list).toBytes());
    }

    void sendRevocation(ProposalRef ref) {
        MlsWriter list = new MlsWriter().vector(ref.bytes());
        proposals.revoke(ref);
        peer.sendBinary(
                Opcode.MLS_PROPOSALS, new MlsWriter().u8(REVOKE).vector(list).toBytes());
    }

    /** It has been told of a transition. */
    void announce(int transitionId) {
        if (transitions.size() == KEPT_TRANSITIONS) {
            transitions.removeFirst();
        }
        transitions.addLast(transitionId);
    }

    boolean wasAnnounced(int transitionId) {
        return transitions.contains(transitionId);
    }
}
