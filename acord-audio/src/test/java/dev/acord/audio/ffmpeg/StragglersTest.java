package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A child that its killed parent has left behind is found and killed; nobody else's is. */
class StragglersTest {
    private static Process orphanOf(String mark) throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "skipped: this system does not show environments");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "sleep 1000 & echo $!");
        builder.environment().put(Stragglers.VARIABLE, mark);
        return builder.start();
    }

    private static ProcessHandle child(Process parent) throws IOException, InterruptedException {
        long pid = Long.parseLong(parent.inputReader().readLine());
        assertTrue(parent.waitFor(60, TimeUnit.SECONDS));
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Test
    void anOrphanOfTheStartIsKilledAndAnotherStartsIsNot() throws IOException, InterruptedException {
        String mine = Stragglers.mark();
        String others = Stragglers.mark();
        ProcessHandle straggler = child(orphanOf(mine));
        ProcessHandle innocent = child(orphanOf(others));
        try {
            assertEquals(1, Stragglers.kill(mine));
            FakeFfmpeg.awaitGone(straggler.pid());
            assertTrue(innocent.isAlive());
        } finally {
            Stragglers.kill(others);
        }
        FakeFfmpeg.awaitGone(innocent.pid());
        assertEquals(0, Stragglers.kill(mine));
    }
}
