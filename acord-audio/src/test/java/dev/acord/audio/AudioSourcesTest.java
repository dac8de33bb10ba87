package dev.acord.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.PcmFormat;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is opened as what, from files whose names lie and from streams without any. */
class AudioSourcesTest {

    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheProgram() {
        System.clearProperty(FfmpegExecutable.PROPERTY);
    }

    @Test
    void opusGoesThroughAsItIs() throws IOException {
        for (String name : new String[] {"ogg/opusenc-tones.opus", "webm/ffmpeg-tones.webm"}) {
            byte[] bytes = MediaTools.resource(name);
            Path file = Files.write(folder.resolve("music.mp3"), bytes);
            AudioSource fromFile = AudioSources.open(file);
            AudioSource fromStream = AudioSources.open(new ByteArrayInputStream(bytes));
            Class<?> kind = name.startsWith("ogg") ? OggOpusSource.class : WebmOpusSource.class;
            assertInstanceOf(kind, fromFile);
            assertInstanceOf(kind, fromStream);
            assertTrue(fromFile.isSeekable());
            List<byte[]> packets = SeekChecks.readAll(fromFile);
            List<byte[]> streamed = SeekChecks.readAll(fromStream);
            assertEquals(packets.size(), streamed.size());
            for (int i = 0; i < packets.size(); i++) {
                assertArrayEquals(packets.get(i), streamed.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "wav, pcm_s16le",
        "aiff, pcm_s16be",
        "au, pcm_s16be",
        "flac, flac",
        "mp3, libmp3lame",
        "m4a, aac",
        "ogg, libvorbis",
        "mkv, libvorbis",
        "wav, adpcm_ms",
        "ts, aac",
        "adts, aac"
    })
    void everythingElseIsDecodedAndEncoded(String kind, String codec) throws IOException {
        assumeFfmpeg();
        Path file = folder.resolve("nameless");
        MediaTools.tones(file, 3, "-c:a", codec, "-f", container(kind));
        assertThreeSeconds(AudioSources.open(file), kind);
        if (!kind.equals("m4a")) {
            // as a stream, of which nothing can be read twice; MP4 has its index at the end
            assertThreeSeconds(AudioSources.open(new Unmarkable(Files.readAllBytes(file))), kind);
        }
    }

    private static String container(String kind) {
        return switch (kind) {
            case "m4a" -> "mp4";
            case "mkv" -> "matroska";
            case "ts" -> "mpegts";
            default -> kind;
        };
    }

    private static void assertThreeSeconds(AudioSource source, String kind) throws IOException {
        List<byte[]> packets = SeekChecks.readAll(source);
        assertEquals(150, packets.size(), 8, kind);
    }

    @Test
    void bareSamplesAreOpenedInTheFormatTheCallerKnows() throws IOException {
        byte[] samples = new byte[3 * 44_100 * 2];
        PcmFormat format = PcmFormat.signed16(44_100, 1);
        Path file = Files.write(folder.resolve("samples.raw"), samples);
        try (AudioSource source = AudioSources.openRaw(file, format, OpusEncoderOptions.defaults())) {
            assertEquals(Duration.ofSeconds(3), source.duration().orElseThrow());
            assertTrue(source.isSeekable());
        }
        assertEquals(
                150,
                SeekChecks.readAll(AudioSources.openRaw(
                                new ByteArrayInputStream(samples), format, OpusEncoderOptions.defaults()))
                        .size());
    }

    @Test
    void whatIsNoAudioIsRefusedByWhatItIs() throws IOException {
        byte[] noise = new byte[2_000];
        new Random(1).nextBytes(noise);
        assertRefused(bytes("89504E470D0A1A0A0000000D49484452"), "a PNG picture, not audio");
        assertRefused(bytes("FFD8FFE000104A464946"), "a JPEG picture");
        assertRefused("GIF89a.........".getBytes(StandardCharsets.US_ASCII), "a GIF picture");
        assertRefused(bytes("504B030414000000080000000000"), "a ZIP archive");
        assertRefused("%PDF-1.7 ".getBytes(StandardCharsets.US_ASCII), "a PDF document");
        assertRefused(
                "<!DOCTYPE html>\n<html><title>Not found</title>".getBytes(StandardCharsets.UTF_8),
                "text that begins with \"<!DOCTYPE html> <html>");
        assertRefused("Grüße, ".repeat(200).getBytes(StandardCharsets.UTF_8), "text that begins with \"Grüße, ");
        assertRefused("RIFF????WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "a WebP picture");
        assertRefused("hi".getBytes(StandardCharsets.US_ASCII), "text that begins with \"hi\"");
        IOException empty =
                assertThrows(IOException.class, () -> AudioSources.open(new ByteArrayInputStream(new byte[0])));
        assertTrue(empty.toString().contains("empty"), empty.toString());
        Path nothing = Files.write(folder.resolve("nothing"), new byte[0]);
        assertTrue(assertThrows(IOException.class, () -> AudioSources.open(nothing))
                .toString()
                .contains("is empty"));
    }

    @Test
    void withoutFfmpegItIsSaidWhatIsThereAndWhatToDo() throws IOException {
        System.setProperty(
                FfmpegExecutable.PROPERTY, folder.resolve("no-ffmpeg").toString());
        byte[] unknown = bytes("00010203A0B0C0D0E0F000010203040506070809");
        assertRefused(
                unknown, "an unknown form of data that begins with bytes 00 01 02 03 a0 b0 c0 d0, which needs ffmpeg");
        assertRefused(
                bytes("664C61430000002210001000"), "FLAC, which needs ffmpeg, and none was found. Install ffmpeg");
        assertRefused(bytes("4944330400000000000000000000"), "as MP3 has it, which needs ffmpeg");
        assertRefused(bytes("FFFB9064000000000000000000000000"), "MP3, which needs ffmpeg");
        assertRefused(bytes("0000002066747970697336D0000000000000"), "MP4 or M4A, which needs ffmpeg");
        byte[] cut = Arrays.copyOf(MediaTools.resource("ogg/opusenc-tones.opus"), 40);
        OggException truncated =
                assertThrows(OggException.class, () -> AudioSources.open(new ByteArrayInputStream(cut)));
        assertTrue(truncated.isTruncated(), truncated.toString());
    }

    @Test
    void noiseIsAFailureOfFfmpegAndNotAnEnd() throws IOException {
        assumeFfmpeg();
        byte[] noise = bytes("00010203A0B0C0D0E0F000010203040506070809");
        try (AudioSource source = AudioSources.open(new ByteArrayInputStream(noise))) {
            IOException e = assertThrows(IOException.class, () -> source.read(new byte[4000], 0));
            assertTrue(e.toString().contains("exited with code"), e.toString());
        }
    }

    @Test
    void aStreamThatCannotBePlayedIsClosedAndOneThatCanIsNot() throws IOException {
        Unmarkable refused = new Unmarkable(bytes("89504E470D0A1A0A0000000D49484452"));
        assertThrows(UnplayableException.class, () -> AudioSources.open(refused));
        assertTrue(refused.closed);
        Unmarkable played = new Unmarkable(MediaTools.resource("ogg/opusenc-tones.opus"));
        AudioSource source = AudioSources.open(played);
        assertTrue(source.read(new byte[4000], 0) > 0);
        assertTrue(!played.closed);
        source.close();
        assertTrue(played.closed);
    }

    @Test
    void aLiveStreamIsOpenedByItsFirstBytesWithoutWaitingForMore() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        // as much as the headers take, and no byte more: reading on would block for ever, here it fails
        int headers = 0;
        for (int pages = 0; pages < 2; pages++) {
            int segments = file[headers + 26] & 0xFF;
            int length = 27 + segments;
            for (int i = 0; i < segments; i++) {
                length += file[headers + 27 + i] & 0xFF;
            }
            headers += length;
        }
        int limit = headers;
        InputStream live = new ByteArrayInputStream(file, 0, limit) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int read = super.read(target, offset, length);
                assertTrue(read > 0, "more was wanted than is there yet");
                return read;
            }
        };
        assertInstanceOf(OggOpusSource.class, AudioSources.open(live));
    }

    @Test
    void samplesNeedNoFfmpeg() throws IOException {
        System.setProperty(
                FfmpegExecutable.PROPERTY, folder.resolve("no-ffmpeg").toString());
        Path wav = SeekChecks.restlessWav(folder.resolve("restless.wav"), 2, 1);
        try (SampledPcmSource source = SampledPcmSource.open(wav)) {
            assertEquals(Duration.ofSeconds(2), source.duration().orElseThrow());
        }
        assertEquals(100, SeekChecks.readAll(AudioSources.open(wav)).size());
        assertEquals(
                100,
                SeekChecks.readAll(AudioSources.open(new Unmarkable(Files.readAllBytes(wav))))
                        .size());
    }

    private void assertRefused(byte[] bytes, String why) throws IOException {
        UnplayableException fromStream =
                assertThrows(UnplayableException.class, () -> AudioSources.open(new ByteArrayInputStream(bytes)));
        assertTrue(fromStream.toString().contains(why), fromStream.toString());
        Path file = Files.write(folder.resolve("lies.opus"), bytes);
        UnplayableException fromFile = assertThrows(UnplayableException.class, () -> AudioSources.open(file));
        assertTrue(fromFile.toString().contains(why), fromFile.toString());
        assertTrue(fromFile.toString().contains("lies.opus"), fromFile.toString());
    }

    private static void assumeFfmpeg() {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "needs ffmpeg in PATH");
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
        }
        return bytes;
    }

    /** A stream that gives a few bytes at a time, and knows neither mark nor reset. */
    private static final class Unmarkable extends InputStream {

        private final ByteArrayInputStream in;
        private boolean closed;

        Unmarkable(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return in.read(target, offset, Math.min(length, 777));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
