package dev.acord.lavaplayer;

import dev.acord.audio.opus.OpusDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tone of 440 Hz as a file, and what is heard of it. */
final class Sounds {
    private Sounds() {}

    static Path wav(Path folder, int rateHz, int seconds) throws IOException {
        int bytes = 4 * rateHz * seconds;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 2).putInt(rateHz).putInt(4 * rateHz);
        wav.putShort((short) 4).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < rateHz * seconds; i++) {
            short sample = (short) (12_000 * Math.sin(2 * Math.PI * 440 * i / rateHz));
            wav.putShort(sample).putShort(sample);
        }
        return Files.write(folder.resolve("tone" + rateHz + ".wav"), wav.array());
    }

    /** The pitch in the middle of what these packets sound like, by its rising zero crossings. */
    static double pitchHz(List<byte[]> packets) throws IOException {
        short[] pcm = new short[2 * 5_760];
        double first = -1;
        double last = -1;
        int crossings = 0;
        long at = 0;
        int before = 0;
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            for (int i = 0; i < packets.size(); i++) {
                int frames = decoder.decode(packets.get(i), 0, packets.get(i).length, pcm, 0, 5_760);
                for (int k = 0; k < frames; k++, at++) {
                    int now = pcm[2 * k];
                    if (i > 15 && i < packets.size() - 15 && before < 0 && now >= 0) {
                        double crossing = at - now / (double) (now - before);
                        first = crossings++ == 0 ? crossing : first;
                        last = crossing;
                    }
                    before = now;
                }
            }
        }
        return crossings < 2 ? 0 : (crossings - 1) * 48_000 / (last - first);
    }
}
