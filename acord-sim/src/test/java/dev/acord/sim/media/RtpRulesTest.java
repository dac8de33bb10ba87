package dev.acord.sim.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.Rule;
import dev.acord.sim.raw.RawSender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every rule of the media, broken on purpose; and what must not be taken for a breach. */
class RtpRulesTest {
    private final RelayBench bench = new RelayBench();

    private void assertOnly(Rule rule, int times) {
        List<String> rules = bench.rules();
        assertEquals(times, bench.count(rule), rules.toString());
        assertEquals(times, bench.violations.total(), rules.toString());
    }

    private void assertClean() {
        assertEquals(List.of(), bench.rules());
    }

    @Test
    void aGoodClientThatTalksAndPausesAcrossTheWrapsBreaksNothing() {
        bench.talk(100);
        bench.pause(3_000);
        bench.talk(60);
        bench.pause(40_000);
        bench.talk(30);
        bench.silence();
        bench.member.speaking(0);
        bench.sleep(5_000);
        assertClean();
        assertEquals(205, bench.member.stats().received());
    }

    @Test
    void lossDuplicatesAndReorderingAreTheNetworksFault() {
        Random random = new Random(3);
        List<byte[]> waiting = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] packet = bench.sender.next(RawSender.frame(i));
            if (random.nextInt(10) != 0) {
                waiting.add(packet);
            }
            if (random.nextInt(10) == 0) {
                waiting.add(packet);
            }
            if (random.nextInt(4) == 0) {
                Collections.shuffle(waiting, random);
                waiting.forEach(bench::deliver);
                waiting.clear();
            }
            bench.sleep(20);
            if (i % 200 == 0) {
                bench.deliver(new byte[8]);
            }
        }
        bench.deliver(new byte[8]);
        assertTrue(bench.member.stats().duplicates() > 100);
        assertClean();
    }

    @Test
    void aStallOfTheClientAndTheBurstAfterItAreNoBreach() {
        bench.talk(50);
        bench.sleep(600);
        for (int i = 0; i < 30; i++) {
            bench.deliver(bench.sender.next(RawSender.frame(i)));
        }
        bench.talk(50);
        assertClean();
    }

    @Test
    void aStallOfTheServerIsNoBreach() {
        bench.talk(50);
        bench.nowNs += 900 * RelayBench.MS; // nothing was handled, and then all of it at once
        for (int i = 0; i < 45; i++) {
            bench.deliver(bench.sender.next(RawSender.frame(i)));
        }
        bench.relay.tick(bench.nowNs);
        bench.talk(50);
        bench.nowNs += 60_000 * RelayBench.MS; // a suspended machine
        bench.relay.tick(bench.nowNs);
        bench.deliver(new byte[8]);
        bench.sender.timestamp += 60_000 * 48;
        assertEquals(0, bench.count(Rule.KEEPALIVE_MISSING));
        assertEquals(0, bench.count(Rule.PAUSE_WITHOUT_SILENCE));
    }

    @Test
    void aLittleEndianNonceCounterIsAsGood() {
        for (int i = 0; i < 600; i++) {
            bench.sender.nonce = Integer.reverseBytes(i);
            byte[] packet = bench.sender.packet(RawSender.frame(i));
            bench.sender.advance();
            bench.deliver(packet);
            bench.sleep(20);
        }
        assertClean();
    }

    @Test
    void aReusedNonceIsFound() {
        bench.talk(10);
        bench.sender.nonce--;
        bench.talk(1);
        assertOnly(Rule.NONCE_REUSED, 1);
    }

    @Test
    void aNonceCounterThatStartsOverIsFound() {
        bench.sender.nonce = 100_000;
        bench.talk(10);
        bench.sender.nonce = 5;
        bench.talk(3);
        assertOnly(Rule.NONCE_BACKWARDS, 3);
    }

    @Test
    void aNewKeyMayStartTheNonceCounterOver() {
        bench.talk(10);
        byte[] key = new byte[32];
        bench.member.useKey(dev.acord.voice.EncryptionMode.AES256_GCM, key, bench.clock.observedNs());
        byte[] late = bench.sender.next(RawSender.frame(0));
        bench.sender.key(key);
        bench.talk(5);
        bench.deliver(late);
        assertClean();
        assertEquals(16, bench.member.stats().received());
        bench.sleep(3_000);
        bench.sender.key(new byte[] {
            3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3
        });
        bench.deliver(bench.sender.next(RawSender.frame(1)));
        assertEquals(1, bench.relay.counters().get("dropped-not-authentic"), "the old key's time is over");
    }

    @Test
    void aGapInTheSequenceThatTheNetworkCannotHaveMadeIsFound() {
        bench.talk(10);
        bench.sender.sequence++;
        bench.talk(10);
        assertOnly(Rule.RTP_SEQUENCE, 1);
    }

    @Test
    void aRepeatedSequenceNumberIsFound() {
        bench.talk(10);
        bench.sender.sequence--;
        bench.talk(10);
        assertEquals(1, bench.count(Rule.RTP_SEQUENCE));
    }

    @Test
    void aTimestampThatAdvancesByBytesInsteadOfSamplesIsFound() {
        for (int i = 0; i < 10; i++) {
            bench.deliver(bench.sender.next(RawSender.frame(i)));
            bench.sender.timestamp += 9 - RawSender.FRAME;
            bench.sleep(20);
        }
        assertOnly(Rule.RTP_TIMESTAMP_STEP, 9);
    }

    @Test
    void aTimestampThatAdvancesTooFarEachTimeIsFound() {
        for (int i = 0; i < 15; i++) {
            bench.deliver(bench.sender.next(RawSender.frame(i)));
            bench.sender.timestamp += RawSender.FRAME;
            bench.sleep(20);
        }
        assertOnly(Rule.RTP_TIMESTAMP_STEP, 1);
    }

    @Test
    void aTimestampThatStandsStillDuringAPauseIsFound() {
        bench.talk(50);
        bench.pause(2_000);
        bench.sender.timestamp -= 2_000 * 48;
        bench.talk(50);
        assertOnly(Rule.RTP_TIMESTAMP_CLOCK, 1);
    }

    @Test
    void aTimestampThatLeapsAheadInAPauseIsFound() {
        bench.talk(50);
        bench.pause(2_000);
        bench.sender.timestamp += 150 * 48;
        bench.talk(50);
        assertOnly(Rule.RTP_TIMESTAMP_CLOCK, 1);
    }

    @Test
    void aTimestampWithinTheToleranceIsNoBreach() {
        bench.talk(50);
        bench.pause(2_000);
        bench.sender.timestamp -= 80 * 48;
        bench.talk(50);
        assertClean();
    }

    @Test
    void anotherPayloadTypeIsFoundAndTheMarkerBitIsNot() {
        bench.talk(2);
        bench.sender.payloadType = 0xF8;
        bench.talk(1);
        assertClean();
        bench.sender.payloadType = 111;
        bench.talk(1);
        assertOnly(Rule.RTP_PAYLOAD_TYPE, 1);
    }

    @Test
    void anotherVersionIsFound() {
        bench.talk(2);
        bench.sender.firstByte = 0x40;
        bench.talk(1);
        assertOnly(Rule.RTP_VERSION, 1);
    }

    @Test
    void anotherSsrcIsFound() {
        bench.talk(2);
        bench.sender.ssrc++;
        bench.talk(1);
        assertOnly(Rule.RTP_SSRC, 1);
        assertEquals(1, bench.relay.counters().get("dropped-wrong-ssrc"));
    }

    @Test
    void paddingThatIsLongerThanThePacketIsFound() {
        bench.sender.firstByte = 0xA0;
        bench.deliver(bench.sender.next(new byte[] {(byte) 0xFC, 1, 9}));
        assertOnly(Rule.RTP_LAYOUT, 1);
    }

    @Test
    void anExtensionThatIsLongerThanThePacketIsFound() {
        bench.sender.firstByte = 0x90;
        bench.deliver(bench.sender.packet(new byte[] {(byte) 0xBE, (byte) 0xDE, 0, 9}, new byte[8]));
        assertOnly(Rule.RTP_LAYOUT, 1);
    }

    @Test
    void extensionsAndPaddingOfTheClientAreUnderstood() {
        bench.sender.firstByte = 0xB2; // padding, extension, two CSRCs
        byte[] more = {1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xBE, (byte) 0xDE, 0, 1};
        bench.deliver(bench.sender.packet(more, new byte[] {9, 9, 9, 9, (byte) 0xFC, 42, 0, 2}));
        assertEquals(42, bench.member.received().get(0).payload()[1]);
        assertEquals(2, bench.member.received().get(0).payload().length);
        assertClean();
    }

    @Test
    void audioFasterThanRealTimeIsFoundOnce() {
        for (int i = 0; i < 120; i++) {
            bench.deliver(bench.sender.next(RawSender.frame(i)));
            bench.sleep(5);
        }
        assertOnly(Rule.FASTER_THAN_REAL_TIME, 1);
    }

    @Test
    void audioWithoutOpcode5IsFoundAfterASecond() {
        bench.member.speaking(0);
        bench.talk(49);
        assertEquals(0, bench.count(Rule.SPEAKING_BEFORE_AUDIO));
        bench.talk(1);
        assertOnly(Rule.SPEAKING_BEFORE_AUDIO, 1);
    }

    @Test
    void aPauseWithoutSilenceFramesIsFoundByTheTimestamp() {
        bench.talk(10);
        bench.sleep(500);
        bench.sender.timestamp += 500 * 48;
        bench.talk(5);
        assertOnly(Rule.PAUSE_WITHOUT_SILENCE, 1);
    }

    @Test
    void anEndWithoutSilenceFramesIsFoundByTheTime() {
        bench.talk(10);
        bench.member.speaking(0);
        bench.sleep(1_500);
        assertOnly(Rule.PAUSE_WITHOUT_SILENCE, 1);
    }

    @Test
    void fourSilenceFramesAreNotEnough() {
        bench.talk(10);
        for (int i = 0; i < 4; i++) {
            bench.deliver(bench.sender.next(RawSender.silence()));
            bench.sleep(20);
        }
        bench.member.speaking(0);
        bench.sleep(1_500);
        assertClean();
        bench.sender.timestamp += 1_500 * 48;
        bench.member.speaking(1);
        bench.talk(5);
        assertOnly(Rule.PAUSE_WITHOUT_SILENCE, 1);
    }

    @Test
    void aLostSilenceFrameIsTheNetworksFault() {
        for (int lost = 0; lost < 5; lost++) {
            bench.member.speaking(1);
            bench.talk(10);
            for (int i = 0; i < 5; i++) {
                byte[] frame = bench.sender.next(RawSender.silence());
                if (i != lost) {
                    bench.deliver(frame);
                }
                bench.sleep(20);
            }
            bench.member.speaking(0);
            bench.sleep(1_500);
            bench.sender.timestamp += 1_500 * 48;
        }
        assertClean();
    }

    @Test
    void speakingFlagsThatStaySetAreFoundWhenAsked() {
        bench.talk(10);
        bench.silence();
        bench.sleep(1_500);
        assertEquals(0, bench.violations.total());
        assertOnly(Rule.SPEAKING_NOT_CLEARED, 1);
        bench.relay.report();
        assertOnly(Rule.SPEAKING_NOT_CLEARED, 1);
    }

    @Test
    void missingKeepalivesAreFoundEvery15Seconds() {
        bench.sleep(14_000);
        bench.deliver(new byte[8]);
        bench.sleep(14_900);
        assertClean();
        bench.sleep(16_000);
        assertOnly(Rule.KEEPALIVE_MISSING, 2);
    }

    @Test
    void packetsFromAnAddressThatSelectProtocolDidNotNameAreFound() {
        bench.relay.claim(bench.member, RelayBench.at(9));
        bench.talk(3);
        assertOnly(Rule.SELECT_PROTOCOL_ADDRESS, 1);
    }

    @Test
    void anAuthenticPacketFromANewAddressMovesTheMember() {
        bench.talk(3);
        bench.from = RelayBench.at(50_000);
        bench.deliver(new byte[8]);
        assertEquals(1, bench.relay.counters().get("dropped-stranger"));
        bench.talk(3);
        bench.deliver(new byte[8]);
        assertEquals(1, bench.member.stats().rebinds());
        assertEquals(bench.from, bench.member.stats().address());
        assertEquals(1, bench.member.stats().keepalives());
        assertClean();
    }

    @Test
    void rtcpIsCountedAndUsesNoncesButNoSequenceNumbers() {
        bench.talk(3);
        bench.deliver(bench.sender.rtcp(200));
        bench.talk(3);
        bench.deliver(bench.sender.rtcp(204));
        assertEquals(2, bench.member.stats().rtcp());
        assertEquals(6, bench.member.stats().received());
        assertClean();
    }

    @Test
    void endToEndEncryptedAudioIsJudgedByWhatCanBeSeen() {
        byte[] sealed = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, (byte) 0xFA, (byte) 0xFA};
        for (int i = 0; i < 100; i++) {
            bench.deliver(bench.sender.next(sealed));
            bench.sleep(20);
        }
        bench.member.speaking(0);
        bench.sleep(2_000);
        assertClean();
    }

    @Test
    void garbageOfAnyLengthNeverBreaksTheRelay() {
        Random random = new Random(11);
        bench.talk(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            if (garbage.length > 12 && random.nextBoolean()) {
                System.arraycopy(bench.sender.packet(RawSender.silence()), 0, garbage, 0, 12);
                garbage[0] = (byte) (0x80 | random.nextInt(64));
            }
            bench.from = random.nextBoolean() ? bench.from : RelayBench.at(1 + random.nextInt(9));
            bench.deliver(garbage);
        }
        assertEquals(1, bench.member.stats().received());
    }
}
