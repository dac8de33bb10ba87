package dev.acord.voice.record;

import dev.acord.audio.AudioSource;
import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.voice.receive.CallSpeech;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blocks in an Ogg Opus file, encoded here, one packet for each block. Not thread safe. */
final class EncodedTrack implements MixTrack {
    private static final int CHANNELS = 2;
    private static final int FRAMES = CallSpeech.BLOCK_FRAMES;
    private static final int SERIAL = 1;
    private static final byte[] SILENCE = OpusPacket.silence();

    private final OpusEncoder encoder;
    private final OggOpusWriter writer;
    private final int preSkip;
    private final byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
    private long blocks;

    /**
     * Creates the file.
     *
     * @param file which
     * @throws IOException when it cannot be created
     */
    EncodedTrack(Path file) throws IOException {
        encoder = OpusEncoder.create(OpusEncoderOptions.builder()
                .channels(CHANNELS)
                .frameSamples(FRAMES)
                .build());
        preSkip = encoder.lookaheadSamples();
        try {
            writer = new OggOpusWriter(
                    new BufferedOutputStream(Files.newOutputStream(file)),
                    OpusHead.of(CHANNELS, preSkip),
                    OpusTags.of("Acord Voice"),
                    SERIAL);
        } catch (IOException e) {
            encoder.close();
            throw e;
        }
    }

    @Override
    public void write(long block, short[] pcm) throws IOException {
        while (blocks < block) {
            // rare, and perhaps hours: not worth the encoder's time
            writer.write(SILENCE, 0, SILENCE.length);
            blocks++;
        }
        encode(pcm);
    }

    private void encode(short[] pcm) throws IOException {
        int length = encoder.encode(pcm, 0, FRAMES, packet, 0, packet.length);
        writer.write(packet, 0, length);
        blocks++;
    }

    /** The encoder's delay comes after the last block; what is too much then is trimmed. */
    @Override
    public void finish(long frames) throws IOException {
        try (encoder) {
            long wanted = frames + preSkip;
            while (blocks * FRAMES < wanted) {
                encode(new short[CHANNELS * FRAMES]);
            }
            writer.close((int) (blocks * FRAMES - wanted));
        } finally {
            writer.close();
        }
    }

    @Override
    public void close() throws IOException {
        encoder.close();
        writer.close();
    }
}
