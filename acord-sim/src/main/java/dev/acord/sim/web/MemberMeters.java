package dev.acord.sim.web;

import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.receive.ReceiveStats;
import dev.acord.voice.receive.SpeechEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How loud the others are as one member hears them, who speaks, and what became of their packets. */
final class MemberMeters implements VoiceListener {
    /** The level of silence, dBFS: the least that 16 bits have, rounded. */
    static final double SILENCE_DBFS = -96;

    private static final int MAX_MEMBERS = 100;
    private static final double FULL_SCALE = 32_768;

    private final SpeechReceiver receiver;
    private final Map<Long, SpeechStream> streams = new ConcurrentHashMap<>();
    private final Map<Long, Double> levels = new ConcurrentHashMap<>();
    private final Map<Long, ReceiveStats> stats = new ConcurrentHashMap<>();
    private final Set<Long> speaking = ConcurrentHashMap.newKeySet();

    MemberMeters(SpeechReceiver receiver) {
        this.receiver = receiver;
        receiver.onSpeaker(stream -> {
            if (streams.size() >= MAX_MEMBERS) {
                stream.close();
                return;
            }
            SpeechStream before = streams.put(stream.userId(), stream);
            if (before != null) {
                before.close();
            }
        });
    }

    /** Takes in what was heard since the last time. One thread only. */
    void look() throws InterruptedException {
        for (Iterator<SpeechStream> each = streams.values().iterator(); each.hasNext(); ) {
            SpeechStream stream = each.next();
            long user = stream.userId();
            double squares = 0;
            long samples = 0;
            SpeechBlock block;
            while ((block = stream.read(Duration.ZERO)) != null) {
                for (short sample : block.pcm()) {
                    squares += (double) sample * sample;
                }
                samples += block.pcm().length;
            }
            if (stream.isEnded()) {
                each.remove();
                levels.remove(user);
                stats.remove(user);
                speaking.remove(user);
                continue;
            }
            if (samples > 0) {
                levels.put(user, dbfs(squares / samples));
            }
            receiver.stats(user).thenAccept(now -> now.ifPresent(it -> stats.put(user, it)));
        }
    }

    /** The level of a mean square, of which a square wave at full scale has 0 dBFS. */
    static double dbfs(double meanSquare) {
        double level = 10 * Math.log10(meanSquare / (FULL_SCALE * FULL_SCALE));
        return meanSquare == 0 ? SILENCE_DBFS : Math.max(SILENCE_DBFS, level);
    }

    double levelDbfs(long user) {
        return levels.getOrDefault(user, SILENCE_DBFS);
    }

    boolean isSpeaking(long user) {
        return speaking.contains(user);
    }

    @Nullable
    ReceiveStats stats(long user) {
        return stats.get(user);
    }

    @Override
    public void onSpeech(VoiceConnection connection, long userId, SpeechEvent event) {
        if (event.kind() != SpeechEvent.Kind.STARTED) {
            speaking.remove(userId);
        } else if (speaking.size() < MAX_MEMBERS) {
            speaking.add(userId);
        }
    }
}
