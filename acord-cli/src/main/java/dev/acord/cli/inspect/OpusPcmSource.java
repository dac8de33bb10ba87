package dev.acord.cli.inspect;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file's Opus packets, decoded as RFC 7845 wants it: without the pre-skip, with the header's gain, and no longer than the file says. Each
 * part of a chained file begins anew.
 */
final class OpusPcmSource implements PcmSource {
    private final AudioSource packets;
    private final Supplier<OpusHead> heads;
    private final OpusDecoder decoder = OpusDecoder.create(CHANNELS);
    private final byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
    private final short[] decoded = new short[OpusPacket.MAX_SAMPLES * CHANNELS];
    private long framesLeft;
    private @Nullable OpusHead head;
    private int skip;
    private int at;
    private int end;

    /**
     * Decodes from the beginning.
     *
     * @param packets the packets of a file; closed with this
     * @param heads the header that belongs to the packet that was read last; another object for each part
     * @param maxFrames where the file's end trimming is
     */
    OpusPcmSource(AudioSource packets, Supplier<OpusHead> heads, long maxFrames) {
        this.packets = packets;
        this.heads = heads;
        framesLeft = maxFrames;
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        while (at == end && framesLeft > 0) {
            int length = packets.read(packet, 0);
            if (length == AudioSource.END) {
                return AudioSource.END;
            }
            decode(length);
        }
        if (framesLeft == 0) {
            return AudioSource.END;
        }
        int count = (int) Math.min(Math.min(frames, end - at), framesLeft);
        System.arraycopy(decoded, CHANNELS * at, pcm, offset, CHANNELS * count);
        at += count;
        framesLeft -= count;
        return count;
    }

    @SuppressWarnings("ReferenceEquality") // another part begins anew even if its header says the same
    private void decode(int length) {
        OpusHead now = heads.get();
        if (now != head) {
            head = now;
            decoder.reset();
            decoder.setGainQ8(now.outputGainQ8());
            skip = now.preSkipSamples();
        }
        int duration = OpusPacket.samples(packet, 0, length);
        if (duration <= 0) {
            return; // no packet: the inspection has it among the problems
        }
        try {
            end = decoder.decode(packet, 0, length, decoded, 0, OpusPacket.MAX_SAMPLES);
        } catch (OpusException e) {
            end = decoder.conceal(decoded, 0, duration); // as a player does with a damaged packet
        }
        at = Math.min(skip, end);
        skip -= at;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        packets.close();
    }
}
