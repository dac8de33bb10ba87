package dev.acord.audio;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.pcm.PcmException;
import dev.acord.audio.webm.WebmException;
import dev.acord.fuzz.ScratchFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Bytes of unknown type, as {@link AudioSources} and {@link AudioInspection} get them from users. Without ffmpeg they are audio, or one of
 * the documented exceptions says why not.
 */
class UnknownAudioFuzzTest {
    private static final int MAX_PACKETS = 5;

    @FuzzTest
    void fuzz(byte[] data) throws IOException {
        Path file = ScratchFile.with(data);
        boolean streamed = readSome(() -> AudioSources.open(new ByteArrayInputStream(data)));
        boolean filed = data.length > 0 && readSome(() -> AudioSources.open(file));
        check(data.length == 0 || streamed == filed, () -> "played as a " + (streamed ? "stream" : "file") + " only");
        try {
            AudioInspection inspection = AudioInspection.of(file);
            check(
                    inspection.problems().size() <= 1_000
                            && inspection.gaps().size() <= 1_000
                            && inspection.tags().size() <= 1_000,
                    () -> "a list without an end");
        } catch (IOException e) {
            requireDocumented(e);
        }
    }

    private interface Opening {
        AudioSource open() throws IOException;
    }

    /** Whether it could be opened. */
    private static boolean readSome(Opening opening) {
        boolean opened = false;
        try (AudioSource source = opening.open()) {
            opened = true;
            byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int i = 0; i < MAX_PACKETS; i++) {
                int length = source.read(packet, 0);
                check(length >= AudioSource.END && length <= packet.length, () -> "a packet of " + length + " bytes");
                if (length == AudioSource.END) {
                    break;
                }
            }
        } catch (IOException e) {
            requireDocumented(e);
        }
        return opened;
    }

    private static void requireDocumented(IOException e) {
        boolean documented = e instanceof OggException
                || e instanceof WebmException
                || e instanceof PcmException
                || e instanceof UnplayableException
                || (e.getMessage() != null && e.getMessage().endsWith(" is empty"));
        if (!documented) {
            throw new AssertionError("an exception that is not documented", e);
        }
    }
}
