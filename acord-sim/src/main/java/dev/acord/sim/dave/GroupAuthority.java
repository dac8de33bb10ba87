package dev.acord.sim.dave;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.message.KeyPackage;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** What the service needs to propose in a channel's groups: their id, their policy, its own signature key. */
final class GroupAuthority {
    final Policy policy;
    private final byte[] groupId;
    private final ExternalProposer proposer;
    private final SecureRandom random;

    GroupAuthority(long channelId, ExternalProposer proposer, SecureRandom random) {
        this.groupId = identity(channelId);
        this.proposer = proposer;
        this.random = random;
        this.policy = Policy.dave(groupId, proposer.sender());
    }

    /** A snowflake as group ids and credentials have it. */
    static byte[] identity(long snowflake) {
        return ByteBuffer.allocate(Long.BYTES).putLong(snowflake).array();
    }

    /** Opcode 25. */
    byte[] externalSender() {
        return proposer.sender().encode();
    }

    byte[] proposeAdd(long epoch, KeyPackage keyPackage) {
        return proposer.add(groupId, epoch, keyPackage, random);
    }

    byte[] proposeRemove(long epoch, int leaf) {
        return proposer.remove(groupId, epoch, leaf, random);
    }
}
