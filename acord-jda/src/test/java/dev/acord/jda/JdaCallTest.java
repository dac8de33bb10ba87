package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls of bots on JDA, through JDA's interfaces and packet classes only. */
class JdaCallTest {
    private static final long SEED = 20260101;

    private final TestGateway gateway = new TestGateway(SEED);
    private final Tune tune = new Tune(SEED);

    @ParameterizedTest
    @EnumSource(
            value = AudioEncryption.class,
            names = {"AEAD_AES256_GCM_RTPSIZE", "AEAD_XCHACHA20_POLY1305_RTPSIZE"})
    void twoBotsOnJdaHearEachOther(AudioEncryption mode) {
        JdaMember alice = new JdaMember(gateway, 1, mode);
        JdaMember bob = new JdaMember(gateway, 2, mode);

        gateway.join(alice, bob);

        tune.requireAllHearAll(alice, bob);
        assertEquals(30, alice.privacyCode().length());
        assertEquals(alice.privacyCode(), bob.privacyCode());
    }

    @Test
    void aBotOnJdaAndAMemberOfThisLibraryHearEachOther() {
        JdaMember bot = new JdaMember(gateway, 1);
        AcordMember founder = new AcordMember(gateway, 2);
        AcordMember joiner = new AcordMember(gateway, 0xFEDC_BA98_7654_3210L);

        gateway.join(founder, bot, joiner);

        tune.requireAllHearAll(bot, founder, joiner);
        assertEquals(founder.privacyCode(), bot.privacyCode());
    }

    /** JDA has no timer for us: its audio threads come by with every frame. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyPackageThatWasLostIsOfferedAgain(boolean byResume) {
        JdaMember bot = new JdaMember(gateway, 1);
        AcordMember founder = new AcordMember(gateway, 2);
        AcordMember other = new AcordMember(gateway, 3);
        gateway.join(founder, other);
        gateway.loseNextKeyPackageOf(bot);
        gateway.join(bot);
        tune.requireUnheard(founder, bot);
        if (byResume) {
            bot.session.initialize();
        }
        gateway.nowNs += byResume ? 600_000_000L : 3_100_000_000L;
        tune.requireUnheard(founder, bot);
        tune.requireAllHearAll(bot, founder, other);
        assertEquals(founder.privacyCode(), bot.privacyCode());
    }

    @Test
    void whatIsSentIsEncryptedEndToEndAndNotOnlyForTheTransport() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        byte[] frame = tune.next();
        Datagrams server = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));

        byte[] seenByServer = Objects.requireNonNull(server.open(1, alice.send(frame)));

        assertEquals((byte) 0xFA, seenByServer[seenByServer.length - 1]);
        assertEquals((byte) 0xFA, seenByServer[seenByServer.length - 2]);
        assertNotEquals(hex(frame).substring(0, 16), hex(seenByServer).substring(0, 16));
    }

    @Test
    void membersWhoJoinHearAndMembersWhoLeaveDoNot() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(alice, bob);
        String before = alice.privacyCode();

        gateway.join(carol);
        tune.requireAllHearAll(alice, bob, carol);
        assertNotEquals(before, alice.privacyCode());

        gateway.leave(bob);
        tune.requireAllHearAll(alice, carol);
        tune.requireUnheard(alice, bob);
        tune.requireUnheard(bob, alice);
        assertEquals(
                List.of(1L, 3L),
                alice.epochs.get(alice.epochs.size() - 1).epoch().users());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCallSurvivesComingsAndGoings(long seed) {
        Random random = new Random(seed);
        List<Member> members = new ArrayList<>();
        long nextUser = 100;
        for (int step = 0; step < 25; step++) {
            if (members.size() < 3 || (members.size() < 7 && random.nextBoolean())) {
                long user = nextUser++;
                members.add(random.nextBoolean() ? new JdaMember(gateway, user) : new AcordMember(gateway, user));
                gateway.join(members.get(members.size() - 1));
            } else {
                gateway.leave(members.remove(random.nextInt(members.size())));
            }
            if (members.size() > 1) {
                tune.requireAllHearAll(members.toArray(Member[]::new));
            }
            gateway.nowNs += 1_000_000_000L * random.nextInt(15);
        }
        assertEquals(0, gateway.invalid, "seed " + seed);
    }

    @Test
    void aUserWhoLeavesAndComesBackIsHeardAgain() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(alice, bob, carol);

        gateway.leave(bob);
        bob.session.destroy();
        JdaMember bobAgain = new JdaMember(gateway, 2);
        gateway.join(bobAgain);

        tune.requireAllHearAll(alice, bobAgain, carol);
    }

    @Test
    void framesOfTheEpochBeforeAreHeardForTenSeconds() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        byte[] frame = tune.next();
        byte[] soon = alice.send(frame);
        byte[] late = alice.send(tune.next());

        gateway.join(new JdaMember(gateway, 3));

        gateway.nowNs += 9_000_000_000L;
        assertArrayEquals(frame, bob.receive(1, soon));
        gateway.nowNs += 2_000_000_000L;
        assertNull(bob.receive(1, late));
    }

    @Test
    void aFrameIsHeardOnceAndAForgedOneNever() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(alice, bob, carol);
        byte[] frame = tune.next();
        byte[] datagram = alice.send(frame);

        assertNull(bob.receive(3, datagram), "a frame under somebody else's name");
        assertNull(bob.receive(99, datagram), "a frame of somebody who is not in the call");
        assertArrayEquals(frame, bob.receive(1, datagram));
        assertNull(bob.receive(1, datagram), "a replay");
    }

    @Test
    void aBotThatIsLeftAloneFormsANewGroupWithTheNextOne() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);

        gateway.leave(alice);
        assertNull(alice.receive(2, bob.send(tune.next())), "who left hears nothing of what comes after");
        AcordMember carol = new AcordMember(gateway, 3);
        gateway.join(carol);

        tune.requireAllHearAll(bob, carol);
    }

    @Test
    void aCallIsTakenDownToNoEncryptionAndUpAgain() {
        JdaMember alice = new JdaMember(gateway, 1);
        AcordMember bob = new AcordMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(alice, bob, carol);
        byte[] onItsWay = alice.send(tune.next());

        gateway.changeVersion(0);
        assertArrayEquals(Tune.SILENCE, carol.receive(1, alice.send(Tune.SILENCE)));
        tune.requireAllHearAll(alice, bob, carol);
        assertEquals(0, alice.epochs.get(alice.epochs.size() - 1).epoch().protocolVersion());
        Datagrams server = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));
        byte[] frame = tune.next();
        byte[] plain = alice.send(frame);
        assertArrayEquals(frame, server.open(1, plain), "the call is not encrypted end to end");
        assertNotNull(carol.receive(1, onItsWay), "frames encrypted before the downgrade are still heard");

        gateway.changeVersion(1);
        tune.requireAllHearAll(alice, bob, carol);
        byte[] lateFrame = tune.next();
        byte[] latePlain = server.seal(lateFrame);
        assertArrayEquals(lateFrame, carol.receive(1, latePlain), "plain frames pass for a while after an upgrade");
        gateway.nowNs += 11_000_000_000L;
        assertNull(carol.receive(1, latePlain), "and not for ever");
        tune.requireAllHearAll(alice, bob, carol);
    }

    @Test
    void aCallWithoutEncryptionWorksFromTheStart() {
        gateway.changeVersion(0);
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);

        gateway.join(alice, bob);

        tune.requireAllHearAll(alice, bob);
        alice.session.destroy();
        assertArrayEquals(Tune.SILENCE, bob.receive(1, alice.send(tune.next())), "nothing more once it is over");
    }

    @Test
    void whoIsRemovedFromTheGroupIsNotHeardEvenIfNobodySaidThatTheyLeft() {
        JdaMember alice = new JdaMember(gateway, 1);
        AcordMember bob = new AcordMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(alice, bob, carol);

        gateway.expel(bob);

        tune.requireUnheard(bob, alice);
        tune.requireUnheard(bob, carol);
        tune.requireAllHearAll(alice, carol);
    }

    @Test
    void aDamagedCommitIsReportedAndTheBotIsAddedAnew() {
        JdaMember alice = new JdaMember(gateway, 1);
        AcordMember bob = new AcordMember(gateway, 2);
        JdaMember carol = new JdaMember(gateway, 3);
        gateway.join(bob, alice, carol);

        gateway.spoilNextTransitionOf(carol);
        gateway.join(new AcordMember(gateway, 4));

        assertEquals(1, gateway.invalid);
        tune.requireAllHearAll(alice, bob, carol);
    }

    @Test
    void aDamagedWelcomeIsReportedAndTheBotIsAddedAnew() {
        JdaMember alice = new JdaMember(gateway, 1);
        AcordMember bob = new AcordMember(gateway, 2);
        gateway.join(bob, new JdaMember(gateway, 3));

        gateway.spoilNextTransitionOf(alice);
        gateway.join(alice);

        assertEquals(1, gateway.invalid);
        tune.requireAllHearAll(alice, bob);
    }

    @Test
    void aResumedWebsocketLeavesTheGroupAsItIs() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        String code = alice.privacyCode();

        alice.session.initialize(); // JDA does so at every Hello, and a resume begins with one

        tune.requireAllHearAll(alice, bob);
        gateway.join(new JdaMember(gateway, 3));
        tune.requireAllHearAll(alice, bob);
        assertNotEquals(code, alice.privacyCode());
    }

    @Test
    void aDestroyedSessionIsDeafAndSilent() {
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        byte[] datagram = alice.send(tune.next());

        bob.session.destroy();
        bob.session.destroy();

        assertNull(bob.receive(1, datagram));
        assertArrayEquals(Tune.SILENCE, alice.receive(2, bob.send(tune.next())));
        int epochs = bob.epochs.size();
        gateway.leave(bob);
        bob.session.onSelectProtocolAck(0);
        bob.session.addUser(7);
        assertEquals(epochs, bob.epochs.size());
        assertArrayEquals(Tune.SILENCE, alice.receive(2, bob.send(tune.next())), "not plain either");
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes) {
            hex.append(String.format("%02x", each));
        }
        return hex.toString();
    }
}
