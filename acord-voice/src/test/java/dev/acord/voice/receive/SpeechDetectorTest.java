package dev.acord.voice.receive;

import static dev.acord.voice.receive.Tape.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.receive.SpeechEvent.Cause;
import dev.acord.voice.receive.SpeechEvent.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpeechDetectorTest {

    private final SpeechDetector detector = new SpeechDetector(SpeechDetector.DEFAULT_TIMEOUT_MS);

    private @Nullable SpeechEvent sound(long atMs) {
        byte[] packet = TestPackets.numbered(1);
        return detector.handlePacket(packet, 0, packet.length, atMs * MS);
    }

    private @Nullable SpeechEvent silence(long atMs) {
        return detector.handlePacket(TestPackets.silence(), 0, 3, atMs * MS);
    }

    private static SpeechEvent event(Kind kind, Cause cause, long atMs) {
        return new SpeechEvent(kind, cause, atMs * MS);
    }

    @Test
    void speechBeginsWithSoundAndEndsWithTheFirstOfTheSilenceFrames() {
        assertNull(detector.handleSpeaking(1, 0), "flags alone are no speech");
        assertEquals(event(Kind.STARTED, Cause.SOUND, 100), sound(100));
        assertNull(sound(120));
        assertNull(silence(140), "one silence frame may be a short pause");
        assertEquals(event(Kind.ENDED, Cause.SILENCE_FRAMES, 140), silence(160));
        assertNull(silence(180));
        assertEquals(Long.MAX_VALUE, detector.nextDueNs());
        assertEquals(event(Kind.STARTED, Cause.SOUND, 500), sound(500));
    }

    @Test
    void silenceFramesBeforeAnythingElseAreNoSpeech() {
        assertNull(silence(0));
        assertNull(silence(20));
        assertNull(detector.handleTime(10_000 * MS));
    }

    @Test
    void discontinuousTransmissionEndsSpeechToo() {
        sound(0);
        assertNull(detector.handlePacket(new byte[] {0x08}, 0, 1, 20 * MS));
        assertEquals(
                event(Kind.ENDED, Cause.SILENCE_FRAMES, 20),
                detector.handlePacket(new byte[] {0x08}, 0, 1, 420 * MS - 120 * MS));
    }

    @Test
    void nothingForAWhileEndsSpeechAtTheLastPacket() {
        sound(0);
        sound(20);
        assertEquals(320 * MS, detector.nextDueNs());
        assertNull(detector.handleTime(319 * MS));
        assertEquals(event(Kind.ENDED, Cause.TIMEOUT, 20), detector.handleTime(320 * MS));
        assertNull(detector.handleTime(400 * MS));
    }

    @Test
    void withoutATimerThePacketAfterAPauseShowsTheEndAndTheNextOneTheBeginning() {
        sound(0);
        assertEquals(event(Kind.ENDED, Cause.TIMEOUT, 0), sound(1_000));
        assertEquals(event(Kind.STARTED, Cause.SOUND, 1_020), sound(1_020));
    }

    @Test
    void speakingFlagsOfZeroEndSpeechAndStragglersDoNotBeginIt() {
        sound(0);
        assertEquals(event(Kind.ENDED, Cause.SPEAKING_FLAGS, 30), detector.handleSpeaking(0, 30 * MS));
        assertNull(sound(40));
        assertNull(sound(60));
        assertEquals(event(Kind.STARTED, Cause.SOUND, 240), sound(240), "who goes on sending speaks");
        assertTrue(detector.isSpeaking());
    }

    @Test
    void otherFlagsLetSpeechBeginAtOnce() {
        sound(0);
        detector.handleSpeaking(0, 10 * MS);
        assertNull(detector.handleSpeaking(4, 20 * MS));
        assertEquals(event(Kind.STARTED, Cause.SOUND, 30), sound(30));
    }

    @Test
    void timeOutsOutsideTheRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SpeechDetector(0));
        assertThrows(IllegalArgumentException.class, () -> new SpeechDetector(100_000));
    }
}
