package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import dev.acord.audio.EncodingSource;
import dev.acord.audio.opus.LossAdaptation;
import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.voice.LossResponse;
import dev.acord.voice.rtp.RemoteReception;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A source whose encoder expects the loss that receivers report. The thread that reads, which is the one that encodes, looks after the
 * reports with every second of audio. That audio is also the time that the adaptation knows: a player that is paused forgets nothing.
 *
 * <p>While the source passes packets on without its encoder, the encoder is let alone; it hears of the loss when it works again.
 */
final class AdaptingSource implements AudioSource {
    private static final int LOOK_SAMPLES = 48_000;

    private final EncodingSource source;
    private final LossAdaptation adaptation;
    private final Supplier<RemoteReception.Summary> reception;
    private long samples;
    private long lookedAt;
    private long reportsSeen; // what was reported on the source before this one is where this one begins
    private boolean changed;

    private AdaptingSource(
            EncodingSource source, LossAdaptation adaptation, Supplier<RemoteReception.Summary> reception) {
        this.source = source;
        this.adaptation = adaptation;
        this.reception = reception;
    }

    /** The source with this response, or as it is where there is nothing to adapt. */
    static AudioSource of(AudioSource source, LossResponse response, Supplier<RemoteReception.Summary> reception) {
        if (!(source instanceof EncodingSource encoding)) {
            return source;
        }
        OpusEncoderOptions options = encoding.encoding();
        return switch (response) {
            case NONE -> source;
            case AUTOMATIC ->
                options.inbandFec() && options.packetLossPercent() == 0
                        ? new AdaptingSource(encoding, LossAdaptation.forMusic(), reception)
                        : source;
            case SPEECH -> new AdaptingSource(encoding, LossAdaptation.forSpeech(), reception);
            case MUSIC -> new AdaptingSource(encoding, LossAdaptation.forMusic(), reception);
        };
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        if (samples - lookedAt >= LOOK_SAMPLES) {
            lookedAt = samples;
            look();
        }
        int length = source.read(buffer, offset);
        if (length > 0) {
            samples += Math.max(0, OpusPacket.samples(buffer, offset, length));
        }
        return length;
    }

    private void look() {
        RemoteReception.Summary now = reception.get();
        long nowNs = samples * 62_500 / 3;
        if (now.reports() != reportsSeen) {
            reportsSeen = now.reports();
            changed |= adaptation.report(now.fractionLost(), nowNs);
        } else {
            changed |= adaptation.elapse(nowNs);
        }
        if (changed && source.isEncoding()) {
            changed = false;
            try {
                source.adjustEncoder((OpusControls encoder) -> adaptation.applyTo(encoder));
            } catch (IllegalStateException e) {
                // closed by another thread meanwhile; the read that follows says so
                changed = true;
            }
        }
    }

    @Override
    public boolean immediate() {
        return source.immediate();
    }

    @Override
    public boolean isSeekable() {
        return source.isSeekable();
    }

    @Override
    public Optional<Duration> duration() throws IOException {
        return source.duration();
    }

    @Override
    public Optional<Duration> position() {
        return source.position();
    }

    @Override
    public Duration seek(Duration position) throws IOException {
        return source.seek(position);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
