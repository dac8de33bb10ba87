package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.VoiceServer;
import dev.acord.voice.VoiceConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Five people talk all at once while people join and leave all the time. */
class BusyCallTest {
    private static final int STAYING = 3;
    private static final int COMING = 2;
    /** How long people come and go, in seconds, one joining or leaving every half second. */
    private static final int SECONDS = Integer.getInteger("acord.busy", 60);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    @Test
    void everybody_hears_all_that_they_should_and_nothing_else_while_people_join_and_leave_twice_a_second()
            throws InterruptedException {
        try (Call call = new Call(server)) {
            List<Talker> all = new ArrayList<>();
            List<Talker> there = new ArrayList<>();
            for (int user = 1; user <= STAYING; user++) {
                come(call, user, all, there);
            }
            comeAndGo(call, all, there);
            for (Talker each : there) {
                each.fallSilent();
            }
            int pairs = 0;
            long frames = 0;
            for (Talker listener : all) {
                for (Talker speaker : all) {
                    int heard = listener == speaker ? 0 : listener.judge(speaker);
                    frames += heard;
                    pairs += heard > 0 ? 1 : 0;
                }
            }
            long undecryptable = 0;
            for (int i = 0; i < STAYING; i++) {
                assertEquals(0, all.get(i).undecryptable(), "those who stay can decrypt everything");
                assertTrue(all.get(i).spoken() > SECONDS * 40);
            }
            for (Talker each : all) {
                undecryptable += each.undecryptable();
            }
            assertTrue(frames > (long) STAYING * (STAYING - 1) * SECONDS * 40);
            System.out.println(all.size() + " people in " + SECONDS + " s, " + pairs + " pairs heard " + frames
                    + " frames; " + undecryptable + " frames came to newcomers before their transition");
            call.leave();
        }
        server.assertNoViolations();
    }

    private static void come(Call call, int user, List<Talker> all, List<Talker> there) {
        VoiceConnection connection = call.member(user, call.options().build());
        Talker talker = new Talker(connection, all);
        all.add(talker);
        there.add(talker);
    }

    private static void comeAndGo(Call call, List<Talker> all, List<Talker> there) throws InterruptedException {
        Random random = new Random(7);
        int user = 100;
        long endNs = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (System.nanoTime() - endNs < 0) {
            Thread.sleep(500);
            if (there.size() < STAYING + COMING) {
                come(call, user++, all, there);
            } else {
                Talker leaving = there.remove(STAYING + random.nextInt(COMING));
                leaving.leave(there);
            }
        }
    }
}
