package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People come and go all the time, and those who stay hear each other throughout. */
class BusyCallTest {
    private static final int STAYING = 3;
    private static final int COMING = 2;
    /** Half a minute of joins and leaves, one every half second; a minute with {@code -Dacord.busy=60}. */
    private static final int SECONDS = Integer.getInteger("acord.busy", 30);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    /** Packets that carry their speaker and their number, for as long as they are asked for. */
    private static final class Chatter implements AudioSource {
        private final int speaker;
        private int next;
        private volatile boolean over;

        Chatter(int speaker) {
            this.speaker = speaker;
        }

        @Override
        public int read(byte[] buffer, int offset) {
            if (over) {
                return END;
            }
            buffer[offset] = (byte) 0xFC;
            buffer[offset + 1] = (byte) speaker;
            buffer[offset + 2] = (byte) (next >>> 16);
            buffer[offset + 3] = (byte) (next >>> 8);
            buffer[offset + 4] = (byte) next++;
            return 5;
        }

        @Override
        public boolean immediate() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void those_who_stay_hear_every_frame_of_each_other_while_others_join_and_leave_twice_a_second()
            throws InterruptedException {
        Random random = new Random(7);
        try (Call call = new Call(server)) {
            List<VoiceConnection> staying = new ArrayList<>();
            for (int user = 1; user <= STAYING; user++) {
                staying.add(call.join(user));
            }
            for (VoiceConnection each : staying) {
                EncryptedCallTest.await(
                        each, state -> state.ready() && state.users().size() == STAYING);
            }
            List<BaseReceiver> ears = staying.stream()
                    .map(each -> new BaseReceiver(each, 100_000))
                    .toList();
            List<Chatter> chatter = new ArrayList<>();
            List<BasePlayer> players = new ArrayList<>();
            for (VoiceConnection each : staying) {
                Chatter source = new Chatter((int) each.userId());
                chatter.add(source);
                BasePlayer player = new BasePlayer(each, source);
                player.play();
                players.add(player);
            }
            comeAndGo(call, random);
            chatter.forEach(each -> each.over = true);
            for (BasePlayer player : players) {
                player.finished().orTimeout(60, TimeUnit.SECONDS).join();
            }
            Thread.sleep(500); // what is on its way arrives; nothing depends on how long this takes
            for (int i = 0; i < STAYING; i++) {
                hasHeardAll(staying.get(i), ears.get(i), chatter);
            }
            call.leave();
        }
        server.assertNoViolations();
    }

    /** Two more members, each there for a second, one joining or leaving every half second. */
    private void comeAndGo(Call call, Random random) throws InterruptedException {
        List<VoiceConnection> there = new ArrayList<>();
        int user = 100;
        long endNs = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (System.nanoTime() < endNs) {
            Thread.sleep(500);
            if (there.size() < COMING) {
                VoiceConnection comes = call.member(user++, call.options().build());
                comes.connect();
                there.add(comes);
            } else {
                there.remove(random.nextInt(there.size())).disconnect("enough");
            }
        }
    }

    private static void hasHeardAll(VoiceConnection listener, BaseReceiver receiver, List<Chatter> chatter)
            throws InterruptedException {
        List<TreeSet<Integer>> heard = new ArrayList<>();
        for (int i = 0; i <= STAYING; i++) {
            heard.add(new TreeSet<>());
        }
        VoiceFrame frame;
        while ((frame = receiver.receive(Duration.ZERO)) != null) {
            byte[] opus = frame.opus();
            if (opus.length == 5) {
                assertEquals(frame.userId(), opus[1], "nobody is heard as somebody else");
                int number = ((opus[2] & 0xFF) << 16) | ((opus[3] & 0xFF) << 8) | (opus[4] & 0xFF);
                assertTrue(heard.get(opus[1]).add(number), "no frame is heard twice");
            }
        }
        for (Chatter speaker : chatter) {
            if (speaker.speaker != listener.userId()) {
                TreeSet<Integer> numbers = heard.get(speaker.speaker);
                String who = "user " + listener.userId() + " hears user " + speaker.speaker + "; drops "
                        + listener.stats().drops();
                assertTrue(speaker.next > SECONDS * 40, who);
                assertEquals(speaker.next, numbers.size(), who);
            }
        }
        assertEquals(0L, listener.stats().drops().getOrDefault(DropReason.E2EE_FAILED, 0L), "every frame decrypts");
    }
}
