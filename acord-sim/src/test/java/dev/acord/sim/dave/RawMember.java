package dev.acord.sim.dave;

import com.google.gson.JsonObject;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.sim.gateway.DavePeer;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client straight from the description of DAVE, on the MLS core alone. What it gets waits in its inbox until it is told to read. */
final class RawMember implements DavePeer {
    /** A message of the service; one of the two is there. */
    static final class Message {
        final int opcode;
        final @Nullable JsonObject json;
        final byte[] payload;

        Message(int opcode, @Nullable JsonObject json, byte[] payload) {
            this.opcode = opcode;
            this.json = json;
            this.payload = payload;
        }

        int number(String name) {
            if (json == null) {
                throw new IllegalStateException("no JSON");
            }
            return json.get(name).getAsInt();
        }
    }

    /** What a transition leads to. */
    private record Transition(int version, long epoch) {}

    final long userId;
    final int maxVersion;
    boolean resumed;
    final ArrayDeque<Message> inbox = new ArrayDeque<>();
    final ArrayDeque<Message> outbox = new ArrayDeque<>();
    /** All that came, as opcodes. */
    final List<Integer> heard = new ArrayList<>();
    /** What a right service would never have sent. */
    final List<String> errors = new ArrayList<>();

    private final byte[] groupId;
    private final SecureRandom random;
    final SignatureKeyPair signer;
    final Map<ProposalRef, ProposalMessage> proposals = new LinkedHashMap<>();
    final List<PendingCommit> commits = new ArrayList<>();
    private final Map<Integer, Transition> transitions = new HashMap<>();

    @Nullable
    Policy policy;

    @Nullable
    KeyPackageBundle bundle;

    @Nullable
    Group local;

    @Nullable
    Group group;

    int version;
    int sendingVersion;
    long sendingEpoch;
    boolean expectedEncrypted;
    /** It has asked to be added anew: what still comes of the old group is ignored. */
    boolean recovering;

    boolean commitsNothing;
    /** The groups that it creates have a leaf of their own, not the one of its key package. */
    boolean separateLeaf;

    int lastTransition;

    RawMember(long userId, int maxVersion, byte[] groupId, SecureRandom random) {
        this.userId = userId;
        this.maxVersion = maxVersion;
        this.groupId = groupId;
        this.random = random;
        this.signer = SignatureKeyPair.generate(random);
    }

    @Override
    public long userId() {
        return userId;
    }

    @Override
    public int maxDaveVersion() {
        return maxVersion;
    }

    @Override
    public void sendJson(int opcode, JsonObject data) {
        inbox.add(new Message(opcode, data.deepCopy(), new byte[0]));
    }

    @Override
    public void sendBinary(int opcode, byte[] payload) {
        inbox.add(new Message(opcode, null, payload.clone()));
    }

    @Override
    public boolean wasResumed() {
        return resumed;
    }

    @Override
    public void expectEncrypted(boolean expected) {
        expectedEncrypted = expected;
    }

    /** Opcode 4. */
    void describe(int described) {
        version = described;
        sendingVersion = 0;
        if (described > 0) {
            offer();
        }
    }

    /** Starts anew with another key package, without saying why. */
    void offer() {
        reset();
        KeyPackageBundle made = KeyPackageBundle.generate(GroupAuthority.identity(userId), signer, random);
        bundle = made;
        say(26, made.keyPackage().encode());
        found();
    }

    void recover(int transition) {
        recovering = true;
        sayTransition(31, transition);
        offer();
    }

    private void reset() {
        proposals.clear();
        commits.clear();
        local = null;
        group = null;
        bundle = null;
    }

    private void found() {
        if (policy != null && bundle != null) {
            KeyPackageBundle own =
                    separateLeaf ? KeyPackageBundle.generate(GroupAuthority.identity(userId), signer, random) : bundle;
            local = Group.create(policy, own, random);
        }
    }

    void say(int opcode, byte[] payload) {
        outbox.add(new Message(opcode, null, payload));
    }

    void sayTransition(int opcode, int id) {
        JsonObject data = new JsonObject();
        data.addProperty("transition_id", id);
        outbox.add(new Message(opcode, data, new byte[0]));
    }

    /** Reads one message. */
    void read() {
        Message message = inbox.remove();
        heard.add(message.opcode);
        try {
            switch (message.opcode) {
                case 21 -> prepare(message.number("transition_id"), message.number("protocol_version"), 0);
                case 22 -> execute(message.number("transition_id"));
                case 24 -> {
                    version = message.number("protocol_version");
                    recovering = false;
                    if (message.number("epoch") == 1) {
                        offer();
                    }
                }
                case 25 -> {
                    policy = Policy.dave(groupId, ExternalSender.parse(message.payload));
                    found();
                }
                case 27 -> proposals(message.payload);
                case 29 -> announced(message.payload);
                case 30 -> welcomed(message.payload);
                default -> errors.add("opcode " + message.opcode);
            }
        } catch (MlsException e) {
            if (!recovering) {
                errors.add(message.opcode + ": " + e);
            }
        }
    }

    private void proposals(byte[] payload) throws MlsException {
        Group present = group != null ? group : local;
        if (present == null) {
            errors.add("proposals before there is a group");
            return;
        }
        MlsReader in = new MlsReader(payload);
        int operation = in.u8();
        MlsReader list = in.vectorReader();
        in.finish();
        if (operation == 0) {
            for (byte[] message : PublicMessage.split(list, 10_000)) {
                ProposalMessage proposal = present.parseProposal(message);
                proposals.put(proposal.ref(), proposal);
            }
        } else {
            while (list.hasRemaining()) {
                if (proposals.remove(ProposalRef.of(list.vector())) == null && !recovering) {
                    errors.add("an unknown proposal was revoked");
                }
            }
        }
        boolean removesUs = group != null
                && proposals.values().stream()
                        .anyMatch(p -> p.proposal() instanceof Proposal.Remove r && r.leaf() == present.ownLeafIndex());
        if (!proposals.isEmpty() && !removesUs && !commitsNothing) {
            commit(present, List.copyOf(proposals.values()));
        }
    }

    void commit(Group from, List<ProposalMessage> committed) throws MlsException {
        PendingCommit pending = from.commit(committed, random);
        commits.add(pending);
        say(28, join(pending.commit(), pending.welcome()));
    }

    static byte[] join(byte[] commit, byte @Nullable [] welcome) {
        MlsWriter out = new MlsWriter().bytes(commit);
        return (welcome == null ? out : out.bytes(welcome)).toBytes();
    }

    private void announced(byte[] payload) {
        int id = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        byte[] commit = Arrays.copyOfRange(payload, 2, payload.length);
        for (PendingCommit own : commits) {
            if (own.matches(commit)) {
                enter(own.next(), id);
                return;
            }
        }
        Group before = group;
        if (before == null) {
            if (!recovering) {
                recover(id); // it should have been our own, for the service sends pending members no other
            }
            return;
        }
        try {
            enter(before.process(commit, proposals.values()), id);
        } catch (MlsException e) {
            recover(id);
        }
    }

    private void welcomed(byte[] payload) {
        int id = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        byte[] welcome = Arrays.copyOfRange(payload, 2, payload.length);
        Policy known = policy;
        KeyPackageBundle mine = bundle;
        if (known == null || mine == null || group != null) {
            errors.add("a welcome that nobody waits for");
            return;
        }
        try {
            enter(Group.join(known, List.of(mine), welcome), id);
            recovering = false;
        } catch (MlsException e) {
            recover(id);
        }
    }

    private void enter(Group next, int id) {
        group = next;
        local = null;
        bundle = null;
        proposals.clear();
        commits.clear();
        prepare(id, version, next.epoch());
    }

    private void prepare(int id, int to, long epoch) {
        lastTransition = id;
        if (id == 0) {
            sendingVersion = to;
            sendingEpoch = 0;
            return;
        }
        transitions.put(id, new Transition(to, epoch));
        sayTransition(23, id);
    }

    private void execute(int id) {
        Transition to = transitions.remove(id);
        if (to == null) {
            if (!recovering) {
                errors.add("transition " + id + " was not announced");
            }
            return;
        }
        sendingVersion = to.version;
        sendingEpoch = to.epoch;
        if (to.version == 0) {
            version = 0;
            reset();
        }
    }

    Group group() {
        if (group == null) {
            throw new AssertionError(userId + " is in no group; heard " + heard + " " + errors);
        }
        return group;
    }
}
