package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What operators see of a call: lines of the log, their context, and events in a flight recording. */
class ObservedCallTest {
    private static final String GUILD = Long.toUnsignedString(Call.GUILD);
    private static final String CHANNEL = Long.toUnsignedString(Call.CHANNEL);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    /** Two members, a lost websocket, a lost session's worth of events, and the end. */
    private void live(Call call) throws Exception {
        VoiceConnection listener = call.join(2);
        VoiceConnection bot = call.join(1);
        EncryptedCallTest.await(bot, state -> state.ready() && state.users().size() == 2);
        EncryptedCallTest.await(
                listener, state -> state.ready() && state.users().size() == 2);
        Ear ear = new Ear(listener);
        new BasePlayer(bot, new NumberedFrames(20, true)).play().get(60, TimeUnit.SECONDS);
        assertEquals(25, ear.hear(25).size());
        CompletableFuture<Void> back = new CompletableFuture<>();
        bot.addListener(new VoiceListener() {
            private boolean resumed;

            @Override
            public void onResumed(VoiceConnection which) {
                resumed = true;
                LoggerFactory.getLogger("dev.acord.test").info("said by a listener");
                finish(which.state());
            }

            @Override
            public void onState(VoiceConnection which, VoiceState state) {
                finish(state);
            }

            private void finish(VoiceState state) {
                if (resumed && state == VoiceState.READY) {
                    back.complete(null);
                }
            }
        });
        server.killSocket(1);
        back.get(60, TimeUnit.SECONDS);
        assertEquals(1, bot.stats().reconnects());
        assertEquals(1, bot.stats().resumes());
        assertTrue(bot.stats().transitions() >= 1, "epochs that were sent in");
        call.leave();
    }

    @Test
    void the_log_has_one_line_for_each_thing_that_matters_with_guild_and_channel() throws Exception {
        String log;
        try (TestLogging.Capture capture = TestLogging.Capture.begin();
                Call call = new Call(server)) {
            live(call);
            log = capture.text();
        }
        String who = "INFO dev.acord.voice.VoiceConnection - VoiceConnection[guild=" + GUILD + ", channel=" + CHANNEL;
        List<String> lines = log.lines()
                .filter(line -> line.startsWith("INFO dev.acord."))
                .filter(line -> !line.startsWith("INFO dev.acord.sim"))
                .toList();
        assertEquals(
                2,
                lines.stream()
                        .filter(line -> line.matches(".*: joined in \\d+ ms \\(.*"))
                        .count(),
                log);
        assertTrue(
                lines.stream().anyMatch(line -> line.matches(".*end-to-end encrypted in epoch \\d+ with 2 members.*")),
                log);
        assertEquals(
                1,
                lines.stream().filter(line -> line.contains("; reconnecting")).count(),
                log);
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.matches(".*: reconnected after \\d+ ms with the same session; .*"))
                        .count(),
                log);
        assertEquals(
                2, lines.stream().filter(line -> line.contains(" closed: ")).count(), log);
        assertTrue(lines.stream().anyMatch(line -> line.contains("said by a listener")), log);
        assertTrue(lines.size() < 15, "nothing chatty: " + lines);
        for (String line : lines) {
            assertTrue(line.endsWith(" [guild " + GUILD + ", channel " + CHANNEL + "]"), line);
            assertTrue(line.startsWith(who) || line.contains("said by a listener"), line);
        }
        assertNull(MDC.get("acord.guild"), "other threads' contexts are left alone");
    }

    /** Has nothing for a moment in the middle. */
    private static AudioSource withAGap() {
        NumberedFrames frames = new NumberedFrames(40, false);
        return new AudioSource() {
            private int reads;
            private int dry;

            @Override
            public int read(byte[] buffer, int offset) {
                return ++reads > 20 && ++dry <= 200 ? STARVED : frames.read(buffer, offset);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_flight_recording_has_the_events_of_a_call(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("call.jfr");
        try (Recording recording = new Recording();
                Call call = new Call(server)) {
            for (String name : List.of("Join", "Reconnect", "Transition", "Underrun", "Stall")) {
                recording.enable("dev.acord.voice." + name).withoutThreshold();
            }
            recording.start();
            VoiceConnection third = call.join(3);
            EncryptedCallTest.await(third, state -> state.ready()); // until then a player only waits
            new BasePlayer(third, withAGap()).play().get(60, TimeUnit.SECONDS);
            third.disconnect("leaving").get(60, TimeUnit.SECONDS);
            live(call);
            recording.stop();
            recording.dump(file);
        }
        assertTrue(Files.size(file) > 0);
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> joins = named(events, "Join");
        assertEquals(3, joins.size());
        for (RecordedEvent join : joins) {
            assertEquals("ready", join.getString("outcome"));
            assertEquals(GUILD, join.getString("guild"));
            assertEquals(CHANNEL, join.getString("channel"));
            assertTrue(join.getString("stages").matches("CONNECTING \\d+ ms, .*SELECTING \\d+ ms"), join.toString());
            assertTrue(join.getDuration().toNanos() > 0);
        }
        List<RecordedEvent> reconnects = named(events, "Reconnect");
        assertEquals(1, reconnects.size());
        assertTrue(reconnects.get(0).getBoolean("resumed"));
        assertEquals("ready", reconnects.get(0).getString("outcome"));
        assertFalse(reconnects.get(0).getString("why").isEmpty());
        List<RecordedEvent> transitions = named(events, "Transition");
        assertTrue(transitions.stream().anyMatch(each -> each.getInt("members") == 2), transitions.toString());
        assertTrue(transitions.stream().allMatch(each -> each.getLong("epoch") >= 0));
        List<RecordedEvent> underruns = named(events, "Underrun");
        assertFalse(underruns.isEmpty(), "a source that gave nothing a second long");
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.acord.voice." + name))
                .toList();
    }
}
