package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.DaveIdentity;
import dev.acord.dave.DisplayableCode;
import dev.acord.dave.PairwiseFingerprint;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import org.junit.jupiter.api.Test;

/** What a bot's program is told about its calls. */
class EpochListenerTest {
    private static final AudioEncryption MODE = AudioEncryption.AEAD_AES256_GCM_RTPSIZE;

    private final TestGateway gateway = new TestGateway(11);

    @Test
    void bothSidesSeeTheSameCodes() {
        DaveIdentity kept = DaveIdentity.generate();
        JdaMember bot = new JdaMember(gateway, 1, MODE, kept, epoch -> {});
        JdaMember other = new JdaMember(gateway, 2);

        gateway.join(bot, other);

        CallEpoch seen = last(bot);
        assertEquals(gateway.channelId, seen.channelId());
        assertEquals(1, seen.userId());
        assertEquals(List.of(1L, 2L), seen.epoch().users());
        assertEquals(30, seen.epoch().privacyCode().length());
        assertEquals(seen.epoch().privacyCode(), last(other).epoch().privacyCode());
        assertArrayEquals(kept.publicKey(), last(other).epoch().signatureKey(1).orElseThrow());
        String code = seen.verificationCode(2).orElseThrow();
        assertEquals(45, code.length());
        assertEquals(Optional.of(code), last(other).verificationCode(1));
        assertEquals(
                code,
                DisplayableCode.ofPair(PairwiseFingerprint.of(
                        1, kept.publicKey(), 2, seen.epoch().signatureKey(2).orElseThrow())));
        assertEquals(Optional.empty(), seen.verificationCode(99));
    }

    private static CallEpoch last(JdaMember member) {
        return member.epochs.get(member.epochs.size() - 1);
    }

    @Test
    void anIdentityOutlastsOneCall() {
        DaveIdentity kept = DaveIdentity.generate();
        AcordDave factory = AcordDave.builder().identity(kept).build();
        assertArrayEquals(kept.publicKey(), factory.identity().publicKey());
        for (long user = 1; user < 3; user++) {
            TestGateway call = new TestGateway(user);
            JdaMember bot = new JdaMember(call, user, MODE, factory.identity(), epoch -> {});
            JdaMember other = new JdaMember(call, 50);
            call.join(bot, other);
            assertArrayEquals(
                    kept.publicKey(), last(other).epoch().signatureKey(user).orElseThrow());
            bot.session.destroy(); // wipes the call's copy of the key only
        }
    }

    @Test
    void aListenerThatFailsDisturbsNothing() {
        Consumer<CallEpoch> failing = epoch -> {
            throw new IllegalStateException("the bot's own mistake");
        };
        JdaMember bot = new JdaMember(gateway, 1, MODE, DaveIdentity.generate(), failing);
        JdaMember other = new JdaMember(gateway, 2);

        gateway.join(bot, other);

        new Tune(11).requireAllHearAll(bot, other);
        assertTrue(bot.epochs.size() >= 2, "it goes on being told");
    }
}
