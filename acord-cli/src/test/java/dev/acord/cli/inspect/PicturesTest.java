package dev.acord.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.cli.OtherTools;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import dev.acord.cli.picture.Palette;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PicturesTest {
    private static final int WHITE = 0xFFFFFF;

    @TempDir
    Path folder;

    /** A square wave of half scale on the left, nothing on the right: the colours of all rows of a column are known. */
    @Test
    void aWaveformShowsWhatWasHeard() throws Exception {
        short[] pcm = new short[2 * 48_000];
        for (int i = 0; i < 48_000; i++) {
            pcm[2 * i] = (short) (i / 24 % 2 == 0 ? 16_384 : -16_384);
        }
        BufferedImage image = picture("--waveform", Pcm.wav(folder.resolve("a.wav"), pcm), "800x400");
        // between two grid lines, in the lane of the left channel and in that of the right
        List<Integer> column = new ArrayList<>();
        for (int y = 0; y < 400; y++) {
            column.add(image.getRGB(407, y) & WHITE);
        }
        long blue = column.stream().filter(rgb -> rgb == WaveformPicture.RMS).count();
        int first = column.indexOf(WaveformPicture.RMS);
        int last = column.lastIndexOf(WaveformPicture.RMS);
        int bottom = 400 - (int) (40 * 0.7); // small pictures have the smallest text
        int top = (int) (72 * 0.7);
        double lane = (bottom - top - 22 * 0.7) / 2;
        // peaks and RMS of a square wave are the same: all of it is dark, and half of its lane
        assertEquals(top + lane / 4, first, 1.5);
        assertEquals(top + lane * 3 / 4, last, 1.5);
        assertEquals(lane / 2, (double) blue, 3);
        // silence is a thin line
        int silent = (int) Math.round(bottom - lane / 2);
        assertNotEquals(WHITE, column.get(silent));
        assertEquals(WHITE, column.get(silent - 4));
        assertEquals(WHITE, column.get(silent + 4));
        assertEquals(0, column.indexOf(WHITE));
    }

    @Test
    void peaksOfALoneClickStandOutOfTheRms() throws Exception {
        short[] pcm = new short[2 * 480_000];
        pcm[480_000] = Short.MAX_VALUE;
        pcm[480_001] = Short.MAX_VALUE;
        BufferedImage image = picture("--waveform", Pcm.wav(folder.resolve("a.wav"), pcm), "1200x500");
        int peak = count(image, WaveformPicture.PEAK);
        int mark = count(image, WaveformPicture.FULL_SCALE);
        assertTrue(peak > 100, peak + " pixels beside those of the legend");
        assertTrue(mark > 100, mark + " pixels of the mark and its legend");
    }

    private static int count(BufferedImage image, int colour) {
        return (int) Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(rgb -> (rgb & WHITE) == colour)
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 6_000, 18_000})
    void aSpectrogramHasATonesLineAtItsFrequencyInItsColour(int hz) throws Exception {
        Path file = Pcm.wav(folder.resolve("a.wav"), Pcm.sines(hz, 0.5, 0.5, 96_000));
        BufferedImage image = picture("--spectrogram", file, "1200x500");
        int darkest = 0;
        int darkestY = 0;
        int top = 72;
        int bottom = 500 - 40;
        for (int y = top; y < bottom; y++) {
            int darkness = 3 * 255 - brightness(image.getRGB(600, y));
            if (darkness > darkest) {
                darkest = darkness;
                darkestY = y;
            }
        }
        assertEquals(bottom - (bottom - top) * hz / 24_000.0, darkestY + 0.5, 1.5);
        int expected = Palette.colour(1 - 6.02 / -SpectrogramPicture.FLOOR_DB);
        assertEquals(brightness(expected), 3 * 255 - darkest, 12);
        // far from the tone there is nothing but the noise of 16 bits
        assertEquals(Palette.colour(0), image.getRGB(600, hz < 12_000 ? top + 5 : bottom - 5) & WHITE);
    }

    private static int brightness(int rgb) {
        return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
    }

    @Test
    void louderIsAlwaysDarker() {
        double before = Double.MAX_VALUE;
        for (int i = 0; i <= 1_000; i++) {
            int colour = Palette.colour(i / 1_000.0);
            // luminance as of sRGB, in which people of any colour vision agree nearly
            double luminance = 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
            assertTrue(luminance <= before, "at " + i);
            before = luminance;
        }
        assertTrue(before < 0.02);
        assertEquals(Palette.colour(0), Palette.colour(-1));
        assertEquals(Palette.colour(1), Palette.colour(2));
    }

    private static double linear(int component) {
        return Math.pow((component & 0xFF) / 255.0, 2.2);
    }

    @Test
    void otherProgramsReadThePictures() throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 60);
        Path waveform = folder.resolve("w.png");
        Path spectrogram = folder.resolve("s.PNG");
        run(0, "inspect", file.toString(), "--size=640x360", "--waveform=" + waveform, "--spectrogram=" + spectrogram);
        for (Path picture : List.of(waveform, spectrogram)) {
            String said = OtherTools.run(
                    "ffprobe",
                    "-v",
                    "error",
                    "-show_entries",
                    "stream=codec_name,width,height",
                    "-of",
                    "csv=p=0",
                    picture.toString());
            assertEquals("png,640,360", said.strip());
        }
    }

    @Test
    void anSvgIsXmlWhateverTheFileIsCalled() throws Exception {
        Path file = Pcm.wav(folder.resolve("a&b <c> \u00E9\u4E16.wav"), Pcm.sines(440, 0.5, 0.25, 48_000));
        Path picture = folder.resolve("w.svg");
        run(0, "inspect", file.toString(), "--waveform=" + picture, "--size=900x300");
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(picture.toFile())
                .getDocumentElement();
        assertEquals("900", svg.getAttribute("width"));
        assertEquals("0 0 900 300", svg.getAttribute("viewBox"));
        NodeList texts = svg.getElementsByTagName("text");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            said.add(texts.item(i).getTextContent());
        }
        assertEquals("a&b <c> \u00E9\u4E16.wav", said.get(0));
        assertTrue(
                said.containsAll(List.of("dBFS", "time (s)", "0.0", "1.0", "\u22126", "left", "right", "peak", "RMS")));
        assertFalse(said.contains("at full scale"));
        assertEquals(4, svg.getElementsByTagName("path").getLength()); // peaks and RMS of two channels
    }

    @Test
    void aMonoFileHasOneLane() throws Exception {
        Path picture = folder.resolve("w.svg");
        Path file = TestAudio.wav(folder.resolve("mono.wav"), 44_100, 1, 1.5);
        run(0, "inspect", file.toString(), "--waveform=" + picture);
        String svg = Files.readString(picture);
        assertFalse(svg.contains("left"));
        assertEquals(3, svg.split("<path", -1).length);
    }

    @Test
    void theAudioItselfIsNeverOverwritten() throws Exception {
        Path file = TestAudio.wav(folder.resolve("misnamed.png"), 48_000, 2, 0.1);
        byte[] before = Files.readAllBytes(file);
        try (Running run = Running.here("inspect", file.toString(), "--waveform=" + file)) {
            assertEquals(1, run.exitCode());
            assertTrue(run.errors().contains("is the audio itself"), run.errors());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--waveform=x.jpg",
                "--waveform=x",
                "--spectrogram=x.svg",
                "--waveform=x.png --spectrogram=./x.png",
                "--waveform=x.png --no-levels",
                "--size=100x100",
                "--size=9000x500",
                "--size=500",
                "--size=12x-5"
            })
    void wrongOptionsAreToldBeforeAnythingIsRead(String options) throws Exception {
        List<String> command = new ArrayList<>(List.of("inspect", "no such file"));
        command.addAll(List.of(options.split(" ")));
        try (Running run = Running.here(command.toArray(String[]::new))) {
            assertEquals(2, run.exitCode(), run.toString());
            assertEquals(2, run.errors().lines().count(), run.errors());
        }
    }

    @Test
    void whatCannotBeDecodedCannotBeDrawn() throws Exception {
        Path file = Files.write(folder.resolve("a.wav"), new byte[500]);
        Path picture = folder.resolve("w.png");
        try (Running run = Running.here("inspect", file.toString(), "--waveform=" + picture)) {
            assertEquals(1, run.exitCode());
        }
        assertFalse(Files.exists(picture));
        Path empty = Pcm.wav(folder.resolve("empty.wav"));
        try (Running run = Running.here("inspect", empty.toString(), "--waveform=" + picture)) {
            assertEquals(1, run.exitCode());
            assertEquals(1, run.errors().lines().count(), run.errors());
        }
        assertFalse(Files.exists(picture));
    }

    private BufferedImage picture(String kind, Path file, String size) throws Exception {
        Path picture = folder.resolve("picture.png");
        run(0, "inspect", file.toString(), kind + "=" + picture, "--size=" + size);
        return ImageIO.read(picture.toFile());
    }

    private static void run(int exitCode, String... command) throws Exception {
        try (Running run = Running.here(command)) {
            assertEquals(exitCode, run.exitCode(), run.toString());
        }
    }
}
