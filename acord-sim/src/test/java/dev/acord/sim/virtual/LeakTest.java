package dev.acord.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand connects and disconnects in virtual time: what is kept does not grow with their number. */
class LeakTest {
    private static final long GUILD = 7;
    private static final long CHANNEL = 8;
    private static final int USERS = 4;
    /** What the second nine tenths of the visits may leave; a leak of 1 KiB a visit would be nearly three times as much. */
    private static final long MAX_GROWTH_BYTES = 3L << 20;

    private final VirtualNetwork network = new VirtualNetwork(4711, VirtualServerOptions.DEFAULTS);

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** Some join, talk, are cut off or not, and leave. Returns how many connects that were. */
    private int visit(VirtualNode node, VoiceOptions options, int number, int members) {
        VoiceConnection[] connections = new VoiceConnection[members];
        BaseReceiver[] receivers = new BaseReceiver[members];
        for (int i = 0; i < members; i++) {
            long user = 1L + (number + i) % USERS;
            connections[i] =
                    VoiceConnection.create(network.server().join(GUILD, CHANNEL, user), options, node.runtime());
            receivers[i] = new BaseReceiver(connections[i], 16);
            new BasePlayer(connections[i], new TalkSource(user, false, 0)).play();
            connections[i].connect();
        }
        network.time().run(Duration.ofMillis(number % 10 == 0 ? 3_000 : 400));
        if (number % 10 == 5) {
            node.killWebSockets();
            network.time().run(Duration.ofMillis(500));
        } else {
            for (VoiceConnection each : connections) {
                assertEquals(VoiceState.READY, each.state(), "visit " + number);
            }
        }
        for (int i = 0; i < members; i++) {
            connections[i].disconnect("next");
            receivers[i].close();
        }
        network.time().run(Duration.ofMillis(200));
        return members;
    }

    @ParameterizedTest
    @CsvSource({"false, 10000, 1", "true, 1000, 2"})
    void connects_and_disconnects_leave_nothing(boolean encrypted, int connects, int members) {
        VirtualNode node = network.addNode();
        VoiceOptions options =
                VoiceOptions.builder().endToEndEncryption(encrypted).build();
        int done = 0;
        int visits = 0;
        while (done < connects / 10) {
            done += visit(node, options, visits++, members);
        }
        network.time().run(Duration.ofMinutes(3)); // the server forgets those who left
        long before = heapBytes();
        while (done < connects) {
            done += visit(node, options, visits++, members);
        }
        network.time().run(Duration.ofMinutes(3));
        long growth = heapBytes() - before;
        System.out.println((encrypted ? "encrypted: " : "plain: ") + done + " connects in "
                + network.time().elapsedNs() / 1_000_000_000 + " s of virtual time; heap " + before / 1024 + " KiB, "
                + (growth < 0 ? "" : "+") + growth / 1024 + " KiB after nine tenths of them");
        assertEquals(0, node.webSockets(), "websockets");
        assertEquals(0, node.ports(), "UDP sockets");
        assertEquals(0, node.tasks(), "timers and tasks");
        assertEquals(0, node.runtime().sending(), "senders");
        assertTrue(growth < MAX_GROWTH_BYTES, "the heap grew by " + growth + " bytes");
    }
}
