package dev.acord.dave.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.codec.MlsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Members come and go; after every epoch all of them must agree, and an observer with them, and the tree must satisfy every rule for
 * joiners.
 */
class ChurnTest {

    @ParameterizedTest(name = "seed {0}: up to {1} members, {2} epochs")
    @CsvSource({"1, 4, 60", "2, 6, 50", "3, 8, 40", "4, 12, 25", "5, 17, 15", "6, 33, 7", "7, 50, 7", "8, 3, 60"})
    void everybodyAgreesInEveryEpochOfARandomCall(long seed, int limit, int epochs) throws MlsException {
        Random dice = new Random(seed);
        Channel channel = new Channel(seed);
        channel.found(1);
        long nextUser = 2;
        List<Client> gone = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Client> present = new ArrayList<>(channel.members.values());
            Collections.shuffle(present, dice);
            Client committer = present.remove(0);
            int room = limit - present.size() - 1;
            List<Client> leavers = present.subList(0, dice.nextInt(Math.min(present.size(), 3) + 1));
            List<Client> joiners = new ArrayList<>();
            int joining = Math.min(room, limit > 20 && epoch < 4 ? 12 : dice.nextInt(6));
            for (int i = 0; i < joining; i++) {
                boolean returns = !gone.isEmpty() && dice.nextBoolean();
                joiners.add(returns ? gone.remove(dice.nextInt(gone.size())) : channel.client(nextUser++));
            }
            if (!leavers.isEmpty() && dice.nextInt(4) == 0) {
                // out and in again within one commit, with the same signature key
                Client same = leavers.get(0);
                Client again = channel.client(same.user);
                again.bundle = KeyPackageBundle.generate(Channel.id(same.user), same.signer, channel.random);
                joiners.add(again);
            }
            if (leavers.isEmpty() && joiners.isEmpty()) {
                continue;
            }
            channel.round(committer, joiners, List.copyOf(leavers), dice.nextBoolean());
            for (Client leaver : leavers) {
                if (!channel.members.containsKey(leaver.user)) {
                    gone.add(leaver);
                }
            }
        }
    }

    @Test
    void aMemberAddedWithoutAPathUnderASetParentFollowsLaterPaths() throws MlsException {
        Channel channel = Channel.of(11, 4);
        // user 2 leaves by a path of user 1, so the nodes above leaves 0 and 1 are set when user 5 takes leaf 1
        channel.round(channel.member(1), List.of(), List.of(channel.member(2)), false);
        channel.round(channel.member(3), List.of(channel.client(5)), List.of(), false);
        assertEquals(1, channel.member(5).group().ownLeafIndex());
        channel.round(channel.member(4), List.of(channel.client(6)), List.of(), true);
        channel.round(channel.member(1), List.of(), List.of(channel.member(3)), false);
        channel.round(channel.member(5), List.of(), List.of(channel.member(4)), false);
    }

    @Test
    void theFirstTwoOfFourLeaveAndTheOthersGoOn() throws MlsException {
        Channel channel = Channel.of(12, 4);
        channel.round(channel.member(3), List.of(), List.of(channel.member(1), channel.member(2)), false);
        channel.round(channel.member(4), List.of(channel.client(5)), List.of(), true);
        channel.round(channel.member(5), List.of(channel.client(6)), List.of(channel.member(3)), false);
    }

    @Test
    void theFirstTwoOfFourLeaveOneByOne() throws MlsException {
        Channel channel = Channel.of(13, 4);
        channel.round(channel.member(3), List.of(), List.of(channel.member(1)), false);
        channel.round(channel.member(4), List.of(), List.of(channel.member(2)), false);
        channel.round(channel.member(3), List.of(channel.client(7), channel.client(8)), List.of(), true);
    }

    @Test
    void theCommitterBecomesTheSoleMemberAndTheCallFillsAgain() throws MlsException {
        Channel channel = Channel.of(14, 5);
        List<Client> others = channel.members.values().stream()
                .filter(client -> client.user != 4)
                .toList();
        channel.round(channel.member(4), List.of(), others, false);
        assertEquals(1, channel.members.size());
        channel.round(channel.member(4), List.of(channel.client(6), channel.client(7)), List.of(), true);
        channel.round(channel.member(7), List.of(), List.of(channel.member(4)), false);
    }

    @Test
    void theCommitterStaysAloneWithAMemberThatItAdds() throws MlsException {
        Channel channel = Channel.of(15, 2);
        channel.round(channel.member(2), List.of(channel.client(3)), List.of(channel.member(1)), false);
        channel.round(channel.member(3), List.of(channel.client(4)), List.of(), false);
    }

    @Test
    void aUserLeavesAndReturnsInOneCommitWithTheSameSignatureKey() throws MlsException {
        Channel channel = Channel.of(16, 3);
        Client old = channel.member(2);
        Client again = channel.client(2);
        again.bundle = KeyPackageBundle.generate(Channel.id(2), old.signer, channel.random);
        channel.round(channel.member(1), List.of(again), List.of(old), false);
        channel.round(again, List.of(), List.of(channel.member(1)), false);
    }
}
