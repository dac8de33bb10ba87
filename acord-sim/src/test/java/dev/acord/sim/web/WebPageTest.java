package dev.acord.sim.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acord.audio.pcm.WavWriter;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class WebPageTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Path AXE = Path.of("..", "interop", "node", "node_modules", "axe-core", "axe.min.js");
    private static final long PAGE_USER = 9_000;

    @TempDir
    Path folder = Path.of(".");

    private final VoiceServer server = VoiceServer.create();
    private @Nullable WebPage served;

    @BeforeEach
    void serve() throws Exception {
        server.start();
        served = WebPage.serve(
                server, WebPageOptions.of(Bot.GUILD, Bot.CHANNEL).named(Map.of(10L, "Tone", 11L, "Quiet")));
    }

    @AfterEach
    void close() throws Exception {
        page().close();
        server.close();
    }

    private WebPage page() {
        return Objects.requireNonNull(served);
    }

    private static String card(long user) {
        return "document.querySelector('#members [data-id=\"" + user + "\"]')";
    }

    private static void awaitJoined(Chromium browser) throws Exception {
        browser.awaitTrue("joined", "document.getElementById('status').textContent === 'In the channel'");
    }

    @Test
    void showsWhoIsThereWhoSpeaksAndTheCodesThatTheOthersHave() throws Exception {
        try (Bot tone = new Bot(server, 10);
                Bot quiet = new Bot(server, 11);
                Chromium browser = Chromium.start()) {
            tone.play(new ToneSource(440, 0.5, LONG));
            browser.open(page().uri());
            awaitJoined(browser);
            browser.awaitTrue("Tone speaks", card(10) + "?.classList.contains('speaking')");
            assertTrue(browser.text("#members [data-id='10']").contains("Tone"));
            assertTrue(browser.text("#members [data-id='11']").contains("Quiet"));
            assertTrue(browser.run("!" + card(11) + ".classList.contains('speaking')")
                    .getAsBoolean());
            // half of full scale is a sine of -9 dBFS; Opus may differ by a little
            browser.awaitTrue("its level", "/speaking, -(8|9|10) dB/.test(" + card(10) + ".textContent)");
            browser.awaitTrue("encrypted", "document.getElementById('dave-state').textContent === 'encrypted'");
            String code = quiet.connection.verificationCode(PAGE_USER).join();
            browser.awaitTrue(
                    "Quiet's code",
                    "[...document.querySelectorAll('#codes dd')].some(e => e.textContent.replaceAll(' ', '') === '"
                            + code + "')");
            browser.awaitTrue(
                    "the call's code",
                    "document.getElementById('privacy').textContent.replaceAll(' ', '') === '"
                            + quiet.connection.privacyCode() + "'");
            assertEquals(List.of(), browser.problems());
        }
        server.assertNoViolations();
    }

    @Test
    void playsWhatABotPlaysWithTheRightPitchAndWithoutGaps() throws Exception {
        try (Bot tone = new Bot(server, 10);
                Chromium browser = Chromium.start()) {
            tone.play(new ToneSource(440, 0.5, LONG));
            browser.open(page().uri());
            awaitJoined(browser);
            browser.tabTo("listen");
            browser.press("Enter");
            browser.awaitTrue("three seconds of sound", "window.acord.sound.stats.played > 3 * 48000");
            double hz = browser.run("(() => { const { analyser, context } = window.acord.sound;"
                            + "const bins = new Float32Array(analyser.frequencyBinCount);"
                            + "analyser.getFloatFrequencyData(bins);"
                            + "let best = 0; bins.forEach((v, i) => { if (v > bins[best]) best = i; });"
                            + "return best * context.sampleRate / analyser.fftSize; })()")
                    .getAsDouble();
            assertEquals(440, hz, 5);
            double played = browser.run("window.acord.sound.stats.played").getAsDouble();
            double missing = browser.run("window.acord.sound.stats.missing").getAsDouble();
            System.out.println(">> page: " + hz + " Hz, " + played + " frames played, " + missing + " missing");
            assertTrue(missing < played / 10, missing + " of " + played + " frames were missing");
            assertEquals(List.of(), browser.problems());
        }
    }

    @Test
    void whatTheMicrophoneHearsReachesTheOthersWhileSpaceIsHeld() throws Exception {
        Path wav = folder.resolve("tone.wav");
        try (ToneSource source = new ToneSource(660, 0.5, Duration.ofSeconds(20));
                WavWriter writer = new WavWriter(wav, 48_000, 2)) {
            short[] pcm = new short[9_600];
            for (int frames = source.read(pcm, 0, 4_800); frames > 0; frames = source.read(pcm, 0, 4_800)) {
                writer.write(pcm, 0, frames);
            }
        }
        try (Bot ears = new Bot(server, 11);
                Chromium browser = Chromium.start("--use-file-for-fake-audio-capture=" + wav)) {
            browser.open(page().uri());
            awaitJoined(browser);
            browser.run("document.getElementById('clean').checked = false");
            browser.keyDown("Space");
            browser.awaitTrue("talking", "document.getElementById('talk').getAttribute('aria-pressed') === 'true'");
            assertEquals(660, Bot.pitchHz(ears.secondOf(PAGE_USER)), 5);
            browser.keyUp("Space");
            browser.awaitTrue("silent", "document.getElementById('talk').getAttribute('aria-pressed') === 'false'");
            server.await(
                    "the flags are cleared",
                    Duration.ofSeconds(30),
                    () -> server.member(PAGE_USER).stats().speaking() == 0);
            assertEquals(List.of(), browser.problems());
        }
        server.assertNoViolations();
    }

    @Test
    void aSliderMovedByKeysLosesPacketsAndAnAccidentIsSurvived() throws Exception {
        try (Bot tone = new Bot(server, 10);
                Chromium browser = Chromium.start()) {
            tone.play(new ToneSource(440, 0.5, LONG));
            browser.open(page().uri());
            awaitJoined(browser);
            browser.awaitTrue("Tone speaks", card(10) + "?.classList.contains('speaking')");
            browser.tabTo("loss");
            for (int i = 0; i < 20; i++) {
                browser.press("ArrowRight");
            }
            assertEquals("20 %", browser.text("#sliders output[for=loss]"));
            browser.awaitTrue(
                    "losses are counted",
                    "Number(document.querySelector('#figures [data-id=\"10\"] [data-key=lost]').textContent) > 20");
            browser.tabTo("perfect");
            browser.press("Space");
            assertEquals("0 %", browser.text("#sliders output[for=loss]"));
            browser.run("document.getElementById('target').value = '10';"
                    + "document.querySelector('[data-fault=kill]').focus()");
            browser.press("Enter");
            server.await(
                    "resumed",
                    Duration.ofSeconds(30),
                    () -> server.member(10).stats().resumes() == 1);
            assertEquals(List.of(), browser.problems());
        }
        server.assertNoViolations();
    }

    @Test
    void saysWhatIsWrongWithTheLinkAndWhenTheServerIsGone() throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.open(URI.create(page().uri().toString().replaceAll("#.*", "#wrong")));
            browser.awaitTrue("why", "document.getElementById('alert').textContent.includes('not valid')");
            browser.open(URI.create("about:blank"));
            browser.open(page().uri());
            awaitJoined(browser);
            page().close();
            browser.awaitTrue("lost", "document.getElementById('alert').textContent.includes('is lost')");
            assertEquals("Not connected", browser.text("#status"));
        }
    }

    @Test
    void hasNothingThatTheAccessibilityCheckerFindsInEitherColourScheme() throws Exception {
        assumeTrue(Files.exists(AXE), "skipped: run 'npm install --no-package-lock' in interop/node for axe-core");
        try (Bot tone = new Bot(server, 10);
                Chromium browser = Chromium.start()) {
            tone.play(new ToneSource(440, 0.5, LONG));
            for (String scheme : new String[] {"light", "dark"}) {
                browser.prefer(scheme);
                browser.open(page().uri());
                awaitJoined(browser);
                browser.awaitTrue("codes", "document.querySelector('#codes dd')");
                browser.awaitTrue("Tone speaks", card(10) + "?.classList.contains('speaking')");
                browser.run(Files.readString(AXE) + ";0");
                String found = browser.run("axe.run().then(r => JSON.stringify(r.violations.map("
                                + "v => v.id + ': ' + v.nodes.map(n => n.html + n.failureSummary).join(' | '))))")
                        .getAsString();
                assertEquals("[]", found, scheme);
                browser.open(URI.create("about:blank"));
            }
        }
    }
}
