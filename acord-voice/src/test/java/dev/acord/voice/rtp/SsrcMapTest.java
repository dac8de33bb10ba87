package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SsrcMapTest {
    private static final long ANN = 0x8000_0000_0000_0001L;
    private static final long BEN = 222;

    private final SsrcMap map = new SsrcMap();

    @Test
    void speakingNamesTheUserOfASource() {
        assertTrue(map.speaking(ANN, -1));

        assertEquals(ANN, map.userOf(-1));
        assertEquals(SsrcMap.NO_USER, map.userOf(1));
        assertEquals(-1, map.audioSsrcOf(ANN));
        assertFalse(map.speaking(ANN, -1), "nothing new");
    }

    @Test
    void sourcesOfVideoAndRetransmissionsAreNobodysAudio() {
        map.video(ANN, 10, 11, 12);

        assertEquals(ANN, map.userOf(10));
        assertEquals(SsrcMap.NO_USER, map.userOf(11));
        assertEquals(SsrcMap.NO_USER, map.userOf(12));
        assertTrue(map.isVideo(11));
        assertTrue(map.isVideo(12));
        assertFalse(map.isVideo(10));
    }

    @Test
    void turningTheCameraOffKeepsTheAudio() {
        map.video(ANN, 10, 11, 12);
        map.video(ANN, 0, 0, 0);

        assertEquals(ANN, map.userOf(10));
        assertFalse(map.isVideo(11));
    }

    @Test
    void aUserWithOnlyVideoThatGoesOffIsForgotten() {
        map.video(ANN, 0, 11, 12);
        assertTrue(map.video(ANN, 0, 0, 0));

        assertFalse(map.isVideo(11));
        assertEquals(SsrcMap.NO_SSRC, map.disconnected(ANN));
    }

    @Test
    void aNewSourceReplacesTheUsersOldOne() {
        map.speaking(ANN, 10);
        map.speaking(ANN, 20);

        assertEquals(SsrcMap.NO_USER, map.userOf(10));
        assertEquals(ANN, map.userOf(20));
    }

    @Test
    void aSourceHandedToAnotherUserLeavesTheFirst() {
        map.video(ANN, 10, 11, 12);
        map.speaking(BEN, 10);
        assertEquals(BEN, map.userOf(10));
        assertEquals(SsrcMap.NO_SSRC, map.audioSsrcOf(ANN));

        map.disconnected(ANN);
        assertEquals(BEN, map.userOf(10), "the departure of the first takes nothing from the second");
        assertFalse(map.isVideo(11));
    }

    @Test
    void whoLeavesTakesAllSourcesAlong() {
        map.video(ANN, 10, 11, 12);
        map.speaking(BEN, 20);

        assertEquals(10, map.disconnected(ANN));
        assertEquals(SsrcMap.NO_USER, map.userOf(10));
        assertFalse(map.isVideo(11));
        assertEquals(BEN, map.userOf(20));
        assertEquals(SsrcMap.NO_SSRC, map.disconnected(ANN));
    }

    @Test
    void zeroIsNoUserAndNoSource() {
        assertFalse(map.speaking(ANN, 0));
        assertFalse(map.speaking(0, 5));
        assertFalse(map.video(ANN, 0, 0, 0));

        assertEquals(SsrcMap.NO_USER, map.userOf(0));
        assertEquals(SsrcMap.NO_USER, map.userOf(5));
    }

    @Test
    void itIsBoundedAndCountsWhatItRefuses() {
        for (int i = 1; i <= SsrcMap.MAX_USERS + 3; i++) {
            map.speaking(i, 1000 + i);
        }

        assertEquals(3, map.refused());
        for (int i = 1; i <= SsrcMap.MAX_USERS; i++) {
            assertEquals(i, map.userOf(1000 + i));
        }
        assertEquals(SsrcMap.NO_USER, map.userOf(1000 + SsrcMap.MAX_USERS + 1));
        map.disconnected(1);
        assertTrue(map.speaking(SsrcMap.MAX_USERS + 1, 5));
    }

    @Test
    void clearForgetsAll() {
        map.video(ANN, 10, 11, 12);
        map.clear();

        assertEquals(SsrcMap.NO_USER, map.userOf(10));
        assertFalse(map.isVideo(11));
    }

    @Test
    void aReadingThreadOnlyEverSeesUsersThatWereThere() {
        map.speaking(ANN, 1);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(() -> {
            boolean right = true;
            do {
                long user = map.userOf(7);
                right &= map.userOf(1) == ANN && (user == BEN || user == SsrcMap.NO_USER);
            } while (!done.get());
            return right;
        });
        for (int i = 0; i < 20_000; i++) {
            map.speaking(BEN, 7);
            map.disconnected(BEN);
        }
        done.set(true);

        assertTrue(reader.join());
    }
}
