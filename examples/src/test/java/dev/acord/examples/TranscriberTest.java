package dev.acord.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that are given WAV and print text. */
class TranscriberTest {
    private final byte[] wav = SpeechFeed.wav(new short[500_000]); // more than any pipe holds

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
    }

    private static Transcriber shell(String script) {
        return Transcriber.program(List.of("/bin/sh", "-c", script));
    }

    @Test
    void theProgramGetsTheFileAndItsOutputIsTheText() throws Exception {
        assertEquals("1000044", shell("wc -c").transcribe(wav));
        assertEquals("RIFF", shell("head -c 4; cat > /dev/null").transcribe(wav));
    }

    @Test
    void aProgramThatPrintsALotBeforeItReadsIsNotWaitedForForEver() throws Exception {
        String text = shell("for i in 1 2 3 4; do head -c 15000 /dev/zero | tr '\\0' x; done; cat > /dev/null")
                .transcribe(wav);
        assertEquals(60_000, text.length());
    }

    @Test
    void whatFailsIsSaid() {
        IOException failed =
                assertThrows(IOException.class, () -> shell("exit 3").transcribe(wav));
        assertEquals("/bin/sh failed with exit code 3", failed.getMessage());
        assertThrows(IOException.class, () -> Transcriber.program(List.of("/no/such/program"))
                .transcribe(wav));
    }
}
