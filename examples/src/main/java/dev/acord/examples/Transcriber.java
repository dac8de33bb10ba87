package dev.acord.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes text of speech. One thread calls it, so it may take its time. */
interface Transcriber {
    /**
     * What was said.
     *
     * @param wav a WAV file: 16,000 Hz, one channel, 16 bit
     * @return the text; empty when there is none
     * @throws IOException when it fails; the message says why
     */
    String transcribe(byte[] wav) throws IOException, InterruptedException;

    /** A program that reads a WAV file from its standard input and prints the text, such as {@code whisper-cli -f - -nt -np -m MODEL}. */
    static Transcriber program(List<String> command) {
        return wav -> {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                // both at once: neither of the two pipes may fill up while the other one is waited for
                CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> read(process));
                try (OutputStream in = process.getOutputStream()) {
                    in.write(wav);
                } catch (IOException e) {
                    process.waitFor(
                            1, TimeUnit.SECONDS); // it does not read on: its exit code says whether that is wrong
                }
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    throw new IOException(command.get(0) + " took more than two minutes");
                }
                if (process.exitValue() != 0) {
                    throw new IOException(command.get(0) + " failed with exit code " + process.exitValue());
                }
                return printed.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("what " + command.get(0) + " prints cannot be read", e);
            } finally {
                process.destroyForcibly();
            }
        };
    }

    private static String read(Process process) {
        try {
            byte[] text = process.getInputStream().readNBytes(64 * 1024);
            return new String(text, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
