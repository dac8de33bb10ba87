package dev.acord.cli.doctor;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A handshake with each stage's time: with a server that was named, or with the embedded one, and then a call on it. */
final class CallCheck implements Check {
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(5);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int FRAMES = 25;

    /** Which server, and how; made when the check runs, because that may fail. */
    interface Target {
        VoiceServerInfo info();

        VoiceOptions.Builder options() throws Exception;
    }

    private final Optional<Target> target;

    private CallCheck(Optional<Target> target) {
        this.target = target;
    }

    static CallCheck embedded() {
        return new CallCheck(Optional.empty());
    }

    static CallCheck at(Target target) {
        return new CallCheck(Optional.of(target));
    }

    @Override
    public String id() {
        return "handshake";
    }

    @Override
    public List<Finding> run() throws Exception {
        if (target.isPresent()) {
            return one(target.get().info(), target.get().options());
        }
        try (VoiceServer server = VoiceServer.create().start()) {
            return call(server);
        }
    }

    private static List<Finding> one(VoiceServerInfo info, VoiceOptions.Builder options) {
        HandshakeTrace trace = new HandshakeTrace();
        try (VoiceConnection connection = VoiceConnection.create(info, patient(options))) {
            connection.addListener(trace);
            connection.connect().join();
            String mode = String.valueOf(connection.mode());
            return List.of(
                    Finding.good("handshake", "with " + info.endpoint() + ", " + mode + ": " + trace.times()),
                    Finding.good("udp", "IP discovery was answered"),
                    connection.encryption().version() > 0
                            ? Finding.good(
                                    "encryption",
                                    "DAVE version " + connection.encryption().version())
                            : Finding.doubtful(
                                    "encryption",
                                    "the call is not end-to-end encrypted",
                                    "somebody in it, or the server, does not speak DAVE"));
        } catch (CompletionException e) {
            return HandshakeJudgement.failed(reason(e), trace.times());
        }
    }

    /** One try at each thing: who waits at a screen wants to know what fails, not that it may work later. */
    private static VoiceOptions patient(VoiceOptions.Builder options) {
        return options.connectTimeout(CONNECT_WITHIN).connectAttempts(1).build();
    }

    private static CloseReason reason(CompletionException failure) {
        if (failure.getCause() instanceof VoiceException refused) {
            return refused.reason();
        }
        throw failure;
    }

    private static List<Finding> call(VoiceServer server) throws InterruptedException {
        VoiceServerInfo listenerInfo = info(server.join(1, 2, 3));
        VoiceServerInfo speakerInfo = info(server.join(1, 2, 4));
        HandshakeTrace trace = new HandshakeTrace();
        VoiceOptions.Builder options = VoiceOptions.builder().sslContext(server.trustingContext());
        try (VoiceConnection listener = VoiceConnection.create(listenerInfo, patient(options));
                VoiceConnection speaker = VoiceConnection.create(speakerInfo, patient(options))) {
            listener.addListener(trace);
            listener.connect().join();
            speaker.connect().join();
            BaseReceiver receiver = new BaseReceiver(listener);
            var playing = new BasePlayer(
                            speaker, new ToneSource(440, 0.3, Duration.ofSeconds(20)), OpusEncoderOptions.defaults())
                    .play();
            int heard = hear(receiver);
            playing.cancel(false);
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.good("handshake", "with the embedded server: " + trace.times()));
            findings.add(
                    heard == FRAMES
                            ? Finding.good("udp", "on this machine: two members hear each other")
                            : Finding.bad(
                                    "udp",
                                    "a member heard " + heard + " of " + FRAMES
                                            + " packets of another, on this machine",
                                    "a local firewall, or a sandbox, drops UDP on the loopback address: allow it"));
            if (heard == FRAMES) {
                findings.add(Finding.good(
                        "encryption",
                        "end to end, DAVE version " + listener.encryption().version() + ", epoch "
                                + listener.encryption().epoch()));
            }
            return findings;
        } catch (CompletionException e) {
            return HandshakeJudgement.failed(reason(e), trace.times());
        }
    }

    private static int hear(BaseReceiver receiver) throws InterruptedException {
        int heard = 0;
        while (heard < FRAMES) {
            VoiceFrame frame = receiver.receive(HEARD_WITHIN, true);
            if (frame == null) {
                break;
            }
            heard++;
        }
        return heard;
    }

    private static VoiceServerInfo info(VoiceTicket ticket) {
        return new VoiceServerInfo(
                ticket.guildId(),
                ticket.channelId(),
                ticket.userId(),
                ticket.sessionId(),
                ticket.token(),
                ticket.endpoint());
    }
}
