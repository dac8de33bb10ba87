/**
 * Messaging Layer Security (RFC 9420) as far as DAVE needs it: cipher suite 2, public messages, external proposals.
 *
 * <p>A {@link dev.acord.dave.mls.Group} is one member's view of one epoch. It never changes: processing a commit gives
 * the group of the next epoch, and a refused one leaves everything as it was. Proposals are kept by the caller:
 *
 * <pre>{@code
 * KeyPackageBundle bundle = KeyPackageBundle.generate(identity, signatureKeys, random);
 * Policy policy = Policy.dave(groupId, externalSender);
 * Group group = Group.create(policy, bundle, random);          // or Group.join(policy, List.of(bundle), welcome)
 * ProposalMessage proposal = group.parseProposal(message);     // keep it by its reference
 * PendingCommit pending = group.commit(List.of(proposal), random);
 * Group next = group.process(commit, proposals);               // or pending.next(), when it is our own that won
 * byte[] key = next.export("label", context, 16);
 * }</pre>
 *
 * <p>Nothing here reads a clock, a socket or a random source of its own. What is supported, checked and refused is
 * listed in docs/mls.md.
 */
@NullMarked
package dev.acord.dave.mls;

import org.jspecify.annotations.NullMarked;
