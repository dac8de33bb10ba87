package dev.acord.bench;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process's connection to the benchmark that started it: JSON lines over standard input and output. The end of the input means
 * that the parent is gone, and ends this process at once; so does a life that is longer than it was meant to be.
 */
final class ParentLink {
    private static final long MAX_LIFE_S = 900;
    private static final Gson GSON = new Gson();

    private final BlockingQueue<Window> windows = new ArrayBlockingQueue<>(1);

    private ParentLink() {}

    static ParentLink open() {
        ParentLink link = new ParentLink();
        daemon("parent-watch", link::readInput);
        daemon("life-limit", () -> {
            try {
                TimeUnit.SECONDS.sleep(MAX_LIFE_S);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(3);
        });
        return link;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readInput() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                windows.put(GSON.fromJson(line, Window.class));
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("lost the parent process: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    /** Waits for the parent to say when to measure. */
    Window awaitWindow() throws InterruptedException {
        return windows.take();
    }

    /** Sends one message to the parent. */
    void say(Object message) {
        System.out.println(GSON.toJson(message));
        System.out.flush();
    }
}
