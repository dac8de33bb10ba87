package dev.acord.examples;

import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.receive.SpeechEvent;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Cuts what each speaker of a call says into utterances: from the first sound until the speaker has ended and been silent for a while. Has a
 * thread for each speaker, which ends when that user leaves, or the connection is closed.
 */
final class Utterances implements VoiceListener {
    private static final int BLOCK_MS = 20;
    /** People breathe within a sentence. */
    private static final int PAUSE_BLOCKS = 700 / BLOCK_MS;

    private static final int MOST_BLOCKS = 30_000 / BLOCK_MS;

    /** What somebody said, 30 s at most, in the format of the receiver. */
    static final class Utterance {
        final long userId;
        final short[] pcm;

        Utterance(long userId, short[] pcm) {
            this.userId = userId;
            this.pcm = pcm;
        }
    }

    private final Consumer<Utterance> handler;
    private final Set<Long> speaking = ConcurrentHashMap.newKeySet();

    /** The handler is called on the speaker's own thread; taking longer than 10 s costs that speaker's next words. */
    Utterances(VoiceConnection connection, SpeechFormat format, Consumer<Utterance> handler) {
        this.handler = handler;
        connection.addListener(this);
        SpeechReceiver ears = new SpeechReceiver(connection, format);
        ears.onSpeaker(stream -> {
            Thread thread = new Thread(() -> cut(stream), "speaker-" + Long.toUnsignedString(stream.userId()));
            thread.setDaemon(true);
            thread.start();
        });
    }

    @Override
    public void onSpeech(VoiceConnection where, long userId, SpeechEvent event) {
        if (event.kind() == SpeechEvent.Kind.STARTED) {
            speaking.add(userId);
        } else {
            speaking.remove(userId);
        }
    }

    private void cut(SpeechStream stream) {
        List<short[]> blocks = new ArrayList<>();
        int silent = 0;
        try {
            while (!stream.isEnded()) {
                SpeechBlock block = stream.read(Duration.ofSeconds(1));
                if (block == null || (block.silent() && blocks.isEmpty())) {
                    continue;
                }
                blocks.add(block.pcm());
                silent = block.silent() ? silent + 1 : 0;
                // the event comes before the last sound, which waits in the jitter buffer; so it takes both
                boolean over = silent >= PAUSE_BLOCKS && !speaking.contains(stream.userId());
                if (over || blocks.size() >= MOST_BLOCKS) {
                    hand(stream.userId(), blocks.subList(0, blocks.size() - silent));
                    blocks.clear();
                    silent = 0;
                }
            }
            hand(stream.userId(), blocks.subList(0, blocks.size() - silent));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            speaking.remove(stream.userId());
        }
    }

    private void hand(long userId, List<short[]> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        short[] pcm = new short[blocks.stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (short[] block : blocks) {
            System.arraycopy(block, 0, pcm, at, block.length);
            at += block.length;
        }
        handler.accept(new Utterance(userId, pcm));
    }
}
