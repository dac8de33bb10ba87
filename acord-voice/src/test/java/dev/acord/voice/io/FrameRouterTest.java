package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.media.FrameEncryption;
import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.SsrcMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a frame as it comes out of its packet to the receivers: whose it is, and what was in it. */
class FrameRouterTest {
    private static final byte[] SECRET = new byte[16];

    private final SsrcMap users = new SsrcMap();
    private final DropCounters drops = new DropCounters();
    private final DaveReceiving dave = new DaveReceiving(Runnable::run);
    private final FrameRouter router = new FrameRouter(users, dave, drops);
    private final List<VoiceFrame> heard = new ArrayList<>();
    private final FrameEncryption sender = new FrameEncryption();

    FrameRouterTest() {
        router.add(heard::add);
        sender.ratchet(SECRET);
    }

    private void receive(int ssrc, int sequence, byte... frame) {
        byte[] buffer = new byte[100];
        System.arraycopy(frame, 0, buffer, 10, frame.length);
        router.onFrame(ssrc, sequence, sequence * 960L, false, buffer, 10, frame.length);
    }

    private byte[] encrypted(byte... opus) {
        byte[] buffer = Arrays.copyOf(opus, 100);
        int length = sender.encrypt(buffer, 0, opus.length, buffer.length);
        return Arrays.copyOf(buffer, length);
    }

    @Test
    void frames_that_come_before_their_user_is_known_wait_and_keep_their_order() {
        receive(7, 1, (byte) 11);
        receive(7, 2, (byte) 12);
        assertEquals(0, heard.size());
        users.speaking(5, 7);
        router.releaseHeld();
        receive(7, 3, (byte) 13);
        assertEquals(List.of(1, 2, 3), heard.stream().map(VoiceFrame::sequence).toList());
        assertEquals(5, heard.get(0).userId());
    }

    @Test
    void frames_that_wait_are_bounded_and_the_oldest_are_dropped_and_counted() {
        for (int i = 0; i < 60; i++) {
            receive(7, i, (byte) i);
        }
        users.speaking(5, 7);
        router.releaseHeld();
        assertEquals(50, heard.size());
        assertEquals(10, heard.get(0).sequence());
        assertEquals(10, drops.of(DropReason.UNKNOWN_SSRC));
    }

    @Test
    void encrypted_frames_that_waited_are_decrypted_with_their_users_key() {
        dave.reset();
        receive(7, 1, encrypted((byte) 1, (byte) 2, (byte) 3));
        users.speaking(5, 7);
        dave.ratchet(5, SECRET, 0);
        router.releaseHeld();
        assertArrayEquals(new byte[] {1, 2, 3}, heard.get(0).opus());
    }

    @Test
    void one_frame_that_cannot_be_decrypted_is_one_gap() {
        dave.reset();
        users.speaking(5, 7);
        dave.ratchet(5, SECRET, 0);
        byte[] broken = encrypted((byte) 1, (byte) 2, (byte) 3);
        broken[0] ^= 1;
        receive(7, 1, broken);
        receive(7, 2, encrypted((byte) 4));
        assertEquals(List.of(2), heard.stream().map(VoiceFrame::sequence).toList());
        assertEquals(1, drops.of(DropReason.E2EE_FAILED));
    }

    @Test
    void plain_frames_are_refused_in_an_encrypted_call_but_silence_passes() {
        dave.reset();
        users.speaking(5, 7);
        receive(7, 1, (byte) 1, (byte) 2);
        receive(7, 2, (byte) 0xF8, (byte) 0xFF, (byte) 0xFE);
        assertEquals(List.of(2), heard.stream().map(VoiceFrame::sequence).toList());
    }

    @Test
    void after_an_upgrade_plain_frames_in_flight_pass_for_ten_seconds() {
        dave.reset();
        dave.plain(true, 0);
        users.speaking(5, 7);
        receive(7, 1, (byte) 1);
        dave.plain(false, 1_000_000_000L);
        router.now(10_900_000_000L);
        receive(7, 2, (byte) 1);
        router.now(11_100_000_000L);
        receive(7, 3, (byte) 1);
        assertEquals(List.of(1, 2), heard.stream().map(VoiceFrame::sequence).toList());
    }

    @Test
    void a_member_removed_from_the_group_is_not_heard_any_more() {
        dave.reset();
        users.speaking(5, 7);
        dave.ratchet(5, SECRET, 0);
        receive(7, 1, encrypted((byte) 1));
        dave.retain(List.of(6L));
        receive(7, 2, encrypted((byte) 2));
        assertEquals(List.of(1), heard.stream().map(VoiceFrame::sequence).toList());
    }
}
