package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.Credential;
import java.security.SecureRandom;

/**
 * The other side of DAVE's groups: makes the proposals of the only external sender, as a voice gateway does. Thread safe.
 */
public final class ExternalProposer {

    private final SignatureKeyPair signer;
    private final ExternalSender sender;

    /**
     * A proposer.
     *
     * @param signer its signature key pair
     * @param identity the identity in its credential; copied
     */
    public ExternalProposer(SignatureKeyPair signer, byte[] identity) {
        this.signer = signer;
        try {
            this.sender = new ExternalSender(signer.publicKey(), new Credential(identity));
        } catch (MlsException e) {
            throw new IllegalArgumentException("the key pair's public key is not a point", e);
        }
    }

    /**
     * What the groups must list.
     *
     * @return the external sender
     */
    public ExternalSender sender() {
        return sender;
    }

    /**
     * Proposes to add a client.
     *
     * @param groupId the group
     * @param epoch its epoch
     * @param keyPackage the client's key package
     * @param random for the signature
     * @return the MLSMessage
     */
    public byte[] add(byte[] groupId, long epoch, KeyPackage keyPackage, SecureRandom random) {
        return propose(groupId, epoch, new Proposal.Add(keyPackage), random);
    }

    /**
     * Proposes to remove a member.
     *
     * @param groupId the group
     * @param epoch its epoch
     * @param leaf the member's leaf index, 0 to 2^32 - 1
     * @param random for the signature
     * @return the MLSMessage
     */
    public byte[] remove(byte[] groupId, long epoch, long leaf, SecureRandom random) {
        return propose(groupId, epoch, new Proposal.Remove(leaf), random);
    }

    private byte[] propose(byte[] groupId, long epoch, Proposal proposal, SecureRandom random) {
        return PublicMessage.externalProposal(groupId, epoch, 0, proposal, signer, random)
                .encode();
    }
}
