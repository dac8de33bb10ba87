package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.receive.SpeechInput;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one {@link SpeechInput}: gathers packets on the network thread, and hands them over on the workers, where also the time is told,
 * every 20 ms or so. The network thread never waits.
 */
public final class SpeechPump {
    /** Two seconds of a hundred speakers. */
    private static final int MAX_WAITING_FRAMES = 10_000;

    private static final int MAX_WAITING_TASKS = 1_000;

    private final ConnectionDriver driver;
    private final SpeechInput speech;
    private final Environment environment;
    private final SerialExecutor executor;
    private final ArrayDeque<VoiceFrame> waiting = new ArrayDeque<>();
    private final Consumer<VoiceFrame> intake = this::take;
    private Scheduler.@Nullable Timer timer;
    private boolean closed;

    /**
     * Makes a pump that stands still.
     *
     * @param driver the connection
     * @param speech what is driven, from now on by this object alone
     */
    public SpeechPump(ConnectionDriver driver, SpeechInput speech) {
        this.driver = driver;
        this.speech = speech;
        this.environment = driver.environment();
        this.executor = new SerialExecutor(environment.workers(), MAX_WAITING_TASKS, driver.logContext());
    }

    /** Begins to receive. */
    public void start() {
        driver.media().addReceiver(intake);
        executor.execute(this::arm);
    }

    private void take(VoiceFrame frame) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING_FRAMES) {
                waiting.poll();
                driver.media().drops().count(DropReason.SLOW_CONSUMER);
            }
            waiting.add(frame);
        }
    }

    /** A user's flags of op 5. */
    public void speaking(long userId, int flags) {
        executor.offer(() -> speech.handleSpeaking(userId, flags, environment.nowNs()));
    }

    /** A user left. */
    public void gone(long userId) {
        executor.execute(() -> {
            putAll();
            speech.handleGone(userId);
        });
    }

    /** Looks at what is driven, on the thread that drives it. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                future.complete(question.get());
            } catch (RuntimeException e) {
                future.completeExceptionally(e); // who waits must not wait for ever
            }
        });
        return future;
    }

    private void tick() {
        if (closed) {
            return;
        }
        putAll();
        speech.handleTime(environment.nowNs());
        arm();
    }

    private void putAll() {
        while (true) {
            VoiceFrame frame;
            synchronized (waiting) {
                frame = waiting.poll();
            }
            if (frame == null || closed) {
                return;
            }
            speech.handlePacket(
                    frame.userId(), frame.ssrc(), frame.sequence(), frame.timestamp(), frame.opus(), frame.arrivalNs());
        }
    }

    private void arm() {
        if (!closed) {
            timer = environment.schedule(() -> executor.execute(this::tick), speech.nextDueNs() - environment.nowNs());
        }
    }

    /** Receives nothing more, and closes what is driven; idempotent. Completes when that is done. */
    public CompletableFuture<Void> close() {
        driver.media().removeReceiver(intake);
        return ask(() -> {
            if (!closed) {
                putAll();
                closed = true;
                if (timer != null) {
                    timer.cancel();
                }
                speech.close();
            }
            return null;
        });
    }
}
