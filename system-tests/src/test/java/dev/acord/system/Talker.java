package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A member that talks all the time, in numbered frames, and keeps what it hears. Talkers note for each other which frames must be heard:
 *
 * <ul>
 *   <li>none that was spoken before the listener connected;
 *   <li>all from the moment at which the speaker knows that the listener speaks. The listener speaks once it may send in the new epoch,
 *       and the gateway told the speaker of that epoch before it told it of the listener's voice;
 *   <li>until one of the two begins to leave.
 * </ul>
 */
final class Talker {
    private static final long PATIENCE_S = 60;

    /** Packets that carry their speaker and their number, for as long as they are asked for. */
    private static final class Chatter implements AudioSource {
        private final long speaker;
        private volatile int next;
        private volatile boolean over;

        Chatter(long speaker) {
            this.speaker = speaker;
        }

        @Override
        public int read(byte[] buffer, int offset) {
            if (over) {
                return END;
            }
            int number = next;
            buffer[offset] = (byte) 0xFC;
            buffer[offset + 1] = (byte) (speaker >>> 8);
            buffer[offset + 2] = (byte) speaker;
            buffer[offset + 3] = (byte) (number >>> 16);
            buffer[offset + 4] = (byte) (number >>> 8);
            buffer[offset + 5] = (byte) number;
            next = number + 1;
            return 6;
        }

        @Override
        public boolean immediate() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final VoiceConnection connection;
    private final BaseReceiver receiver;
    private final Chatter chatter;
    private final BasePlayer player;
    /** By listener: the first frame of ours that it must hear. */
    private final Map<Long, Integer> firstFor = new ConcurrentHashMap<>();
    /** By speaker: how many frames it had spoken before we came. */
    private final Map<Long, Integer> before = new HashMap<>();
    /** By speaker: how many frames it had spoken when we began to leave. */
    private final Map<Long, Integer> after = new HashMap<>();

    private final Map<Long, TreeSet<Integer>> heard = new HashMap<>();

    /** Connects a member and begins to talk as soon as it can. */
    Talker(VoiceConnection connection, Collection<Talker> present) {
        this.connection = connection;
        this.receiver = new BaseReceiver(connection, 1_000_000);
        this.chatter = new Chatter(connection.userId());
        this.player = new BasePlayer(connection, chatter);
        connection.addListener(new VoiceListener() {
            @Override
            public void onSpeaking(VoiceConnection which, long userId, int flags) {
                if (flags != 0) {
                    firstFor.putIfAbsent(userId, chatter.next);
                }
            }
        });
        present.forEach(each -> before.put(each.userId(), each.chatter.next));
        connection.connect();
        player.play();
    }

    long userId() {
        return connection.userId();
    }

    int spoken() {
        return chatter.next;
    }

    /** Says no more; waits until everything is said. */
    void fallSilent() {
        chatter.over = true;
        player.finished().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    /** Falls silent, hears out what the others have said by now, and leaves. */
    void leave(Collection<Talker> others) throws InterruptedException {
        fallSilent();
        for (Talker each : others) {
            if (each != this && each.firstFor.containsKey(userId())) {
                after.put(each.userId(), each.chatter.next);
            }
        }
        for (Map.Entry<Long, Integer> each : after.entrySet()) {
            hearUntil(each.getKey(), each.getValue());
        }
        connection.disconnect("enough").orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    /** Takes what came, until the frames of a speaker up to this number (exclusive) are there. */
    private void hearUntil(long speaker, int count) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (count > 0 && (!heard.containsKey(speaker) || heard.get(speaker).last() < count - 1)) {
            VoiceFrame frame = receiver.receive(Duration.ofMillis(100));
            if (frame != null) {
                note(frame);
            }
            assertTrue(
                    System.nanoTime() - endNs < 0,
                    () -> "user " + userId() + " waits for frame " + (count - 1) + " of user " + speaker + "; drops "
                            + connection.stats().drops());
        }
    }

    private void note(VoiceFrame frame) {
        byte[] opus = frame.opus();
        if (opus.length == 6) { // not the silence at the end
            assertEquals(
                    frame.userId(), ((opus[1] & 0xFF) << 8) | (opus[2] & 0xFF), "nobody is heard as somebody else");
            int number = ((opus[3] & 0xFF) << 16) | ((opus[4] & 0xFF) << 8) | (opus[5] & 0xFF);
            TreeSet<Integer> numbers = heard.computeIfAbsent(frame.userId(), speaker -> new TreeSet<>());
            assertTrue(numbers.add(number), "no frame is heard twice");
        }
    }

    /** Judges what was heard of a speaker that has fallen silent; returns how many frames that was. */
    int judge(Talker speaker) throws InterruptedException {
        VoiceFrame frame;
        while ((frame = receiver.receive(Duration.ZERO)) != null) {
            note(frame);
        }
        Integer from = speaker.firstFor.get(userId());
        if (from != null && !after.containsKey(speaker.userId()) && from < speaker.spoken()) {
            hearUntil(speaker.userId(), speaker.spoken());
        }
        TreeSet<Integer> numbers = heard.getOrDefault(speaker.userId(), new TreeSet<>());
        String who = "user " + userId() + " hears " + numbers.size() + " frames of user " + speaker.userId() + ", "
                + (numbers.isEmpty() ? "" : numbers.first() + " to " + numbers.last()) + " of " + speaker.spoken()
                + ", and must from " + from + " on; drops " + connection.stats().drops();
        if (!numbers.isEmpty()) {
            assertEquals(numbers.last() - numbers.first() + 1, numbers.size(), "without a hole: " + who);
            assertTrue(numbers.first() >= before.getOrDefault(speaker.userId(), 0), "nothing from before: " + who);
        }
        int until = after.getOrDefault(speaker.userId(), speaker.spoken());
        if (from != null && from < until) {
            assertTrue(!numbers.isEmpty() && numbers.first() <= from, "from the transition on: " + who);
            assertTrue(numbers.last() >= until - 1, "until the end: " + who);
        }
        return numbers.size();
    }

    long undecryptable() {
        return connection.stats().drops().getOrDefault(DropReason.E2EE_FAILED, 0L);
    }
}
