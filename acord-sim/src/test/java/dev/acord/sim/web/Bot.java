package dev.acord.sim.web;

import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;

/** A member of the channel that is no page. */
final class Bot implements AutoCloseable {
    static final long GUILD = 1;
    static final long CHANNEL = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final VoiceConnection connection;

    Bot(VoiceServer server, long user) {
        VoiceTicket ticket = server.join(GUILD, CHANNEL, user);
        VoiceServerInfo info =
                new VoiceServerInfo(GUILD, CHANNEL, user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceOptions options =
                VoiceOptions.builder().sslContext(server.trustingContext()).build();
        connection = VoiceConnection.create(info, options);
        connection.connect().join();
        connection.awaitReady(PATIENCE);
    }

    BasePlayer play(PcmSource source) {
        BasePlayer player = new BasePlayer(connection, source, OpusEncoderOptions.defaults());
        player.play();
        return player;
    }

    /** One second of a user's voice without silent blocks in between: 48,000 samples, one channel. */
    double[] secondOf(long user) throws InterruptedException {
        double[] heard = new double[48_000];
        int filled = 0;
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        try (SpeechReceiver receiver = new SpeechReceiver(connection, SpeechFormat.STEREO_48K);
                SpeechStream stream = receiver.user(user)) {
            while (filled < heard.length) {
                SpeechBlock block = stream.read(Duration.ofSeconds(1));
                if (block == null || block.silent()) {
                    filled = 0;
                    if (System.nanoTime() > deadlineNs) {
                        throw new AssertionError("user " + user + " was not heard for a second");
                    }
                    continue;
                }
                short[] pcm = block.pcm();
                for (int i = 0; i < pcm.length && filled < heard.length; i += 2) {
                    heard[filled++] = pcm[i];
                }
            }
        }
        return heard;
    }

    /** The strongest frequency of 100 to 2,000 Hz, in steps of 1 Hz (Goertzel). */
    static int pitchHz(double[] samples) {
        int best = 0;
        double most = 0;
        for (int hz = 100; hz <= 2_000; hz++) {
            double turn = 2 * Math.cos(2 * Math.PI * hz / 48_000);
            double before = 0;
            double last = 0;
            for (double sample : samples) {
                double now = sample + turn * last - before;
                before = last;
                last = now;
            }
            double power = last * last + before * before - turn * last * before;
            if (power > most) {
                most = power;
                best = hz;
            }
        }
        return best;
    }

    @Override
    public void close() {
        connection.close();
    }
}
