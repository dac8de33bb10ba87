package dev.acord.audio.opus.libopus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.ConcentusProvider;
import dev.acord.audio.opus.OpusApplication;
import dev.acord.audio.opus.OpusBandwidth;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusMode;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.OpusSignal;
import dev.acord.audio.opus.contract.CodecSignals;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one codec encodes both decode, and alike. The tolerances are those of {@code docs/opus.md}: the speech coder to the sample, the
 * transform coder as close as fixed-point and floating-point arithmetic are, and hybrid packets so below 8 kHz; above, where RFC 8251
 * section 9 changed how empty bands are filled, in their energy.
 */
class CrossDecodingTest {

    private static final int MAX = 4_000;
    private static final int SECOND = 48_000 / 2_880 * 2_880;

    static Stream<Arguments> streams() {
        return Stream.of(OpusMode.values()).flatMap(mode -> Stream.of(120, 240, 480, 960, 1_920, 2_880)
                .filter(frame -> mode == OpusMode.CELT || frame >= 480)
                .flatMap(frame -> Stream.of("concentus", "libopus")
                        .flatMap(encoder -> Stream.of(1, 2).flatMap(coded -> Stream.of(1, 2)
                                .map(decoded -> Arguments.of(encoder, mode, frame, coded, decoded))))));
    }

    @ParameterizedTest(name = "{0} encodes {1} frames of {2} samples, {3} channels decoded as {4}")
    @MethodSource("streams")
    void bothDecodersHearTheSame(String encoderName, OpusMode mode, int frame, int coded, int decoded)
            throws OpusException {
        short[] in = mode == OpusMode.CELT ? music(coded) : speech(coded);
        Heard heard = decode(encoderName, options(mode, coded), in, frame, decoded, lost -> false);
        assertEquals(SECOND / frame, heard.modes.get(mode), "packets of the mode that is meant");
        assertEquals(0, heard.rangeMismatches, "final ranges that differ from the encoder's");
        switch (mode) {
            case SILK -> assertTrue(heard.maxDifference() <= 1, heard::toString);
            case CELT -> {
                if (coded == 2 && decoded == 1) {
                    // RFC 8251 section 10, see below; the bands that are coded as one lie above
                    assertTrue(heard.snrDb(0, 7_000) > 65, heard::toString);
                } else {
                    assertTrue(heard.maxDifference() <= 16 && heard.snrDb(0, 24_000) > 65, heard::toString);
                }
            }
            case HYBRID -> {
                // the skirts of the band from 8 kHz reach below it
                assertTrue(heard.snrDb(0, 7_000) > 60, heard::toString);
                assertEquals(0, heard.energyDifferenceDb(8_000, 12_000), 0.3, heard::toString);
                assertEquals(0, heard.energyDifferenceDb(12_000, 20_000), 0.3, heard::toString);
            }
        }
    }

    /**
     * RFC 8251 section 10: a decoder to mono must not turn the sign of a channel, which Concentus does; so where both channels are coded as
     * one with its sign turned, they cancel each other. Once the encoder refrains from it, both decoders agree.
     */
    @Test
    void stereoHeardInMonoLosesTrebleInTheOldDecoderUnlessTheEncoderRefrainsFromPhaseInversion() throws OpusException {
        OpusEncoderOptions options = options(OpusMode.CELT, 2);
        Heard inverted = decode("libopus", options, music(2), 960, 1, lost -> false);
        assertTrue(inverted.energyDifferenceDb(12_000, 20_000) < -3, inverted::toString);
        Heard plain;
        try (OpusEncoder encoder = new LibopusProvider().encoder(options)) {
            encoder.setPhaseInversionDisabled(true);
            plain = decode(encoder, music(2), 960, 1, lost -> false);
        }
        assertTrue(plain.maxDifference() <= 16 && plain.snrDb(0, 24_000) > 65, plain::toString);
    }

    @ParameterizedTest(name = "{0} encodes, {1} channels, one packet of five lost")
    @CsvSource({"concentus, 1", "concentus, 2", "libopus, 1", "libopus, 2"})
    void bothRestoreLostPacketsFromErrorCorrectionAlike(String encoderName, int channels) throws OpusException {
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .channels(channels)
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .maxBandwidth(OpusBandwidth.WIDEBAND)
                .bitrateBps(24_000 * channels)
                .inbandFec(true)
                .packetLossPercent(20)
                .build();
        Heard heard = decode(encoderName, options, speech(channels), 960, channels, i -> i % 5 == 3);
        assertTrue(heard.restored >= 3, "restored " + heard.restored);
        assertTrue(heard.snrDb(0, 24_000) > 25, heard::toString);
    }

    @ParameterizedTest(name = "{0} encodes, {1} channels")
    @CsvSource({"concentus, 1", "concentus, 2", "libopus, 1", "libopus, 2"})
    void bothFallSilentInDiscontinuousTransmissionAndComeBackAlike(String encoderName, int channels)
            throws OpusException {
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .channels(channels)
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .maxBandwidth(OpusBandwidth.WIDEBAND)
                .bitrateBps(20_000 * channels)
                .dtx(true)
                .build();
        short[] speech = speech(channels);
        short[] in = Arrays.copyOf(speech, speech.length * 4);
        System.arraycopy(speech, 0, in, speech.length * 3, speech.length);
        Heard heard = decode(encoderName, options, in, 960, channels, lost -> false);
        assertTrue(heard.tiny > 50, "packets of up to 2 bytes: " + heard.tiny);
        assertTrue(heard.snrDb(0, 24_000) > 25, heard::toString);
        for (short[] pcm : new short[][] {heard.concentus, heard.libopus}) {
            double silence = CodecSignals.rms(pcm, speech.length * 2, speech.length * 3 - 2 * 960);
            assertTrue(silence < 20, "RMS of the silence is " + silence);
        }
    }

    private static OpusEncoderOptions options(OpusMode mode, int channels) {
        OpusEncoderOptions.Builder builder = OpusEncoderOptions.builder().channels(channels);
        return switch (mode) {
            case SILK ->
                builder.application(OpusApplication.VOIP)
                        .signal(OpusSignal.VOICE)
                        .bandwidth(OpusBandwidth.WIDEBAND)
                        .bitrateBps(20_000 * channels)
                        .build();
            case HYBRID ->
                builder.application(OpusApplication.VOIP)
                        .signal(OpusSignal.VOICE)
                        .bandwidth(OpusBandwidth.FULLBAND)
                        .bitrateBps(24_000 * channels)
                        .build();
            case CELT ->
                builder.application(OpusApplication.RESTRICTED_LOW_DELAY)
                        .bitrateBps(64_000 * channels)
                        .build();
        };
    }

    private static Heard decode(
            String encoderName, OpusEncoderOptions options, short[] in, int frame, int channels, IntPredicate lost)
            throws OpusException {
        OpusProvider provider = encoderName.equals("libopus") ? new LibopusProvider() : new ConcentusProvider();
        try (OpusEncoder encoder = provider.encoder(options)) {
            return decode(encoder, in, frame, channels, lost);
        }
    }

    private static Heard decode(OpusEncoder encoder, short[] in, int frame, int channels, IntPredicate lost)
            throws OpusException {
        int frames = in.length / encoder.channels();
        Heard heard = new Heard(frames, channels);
        try (OpusDecoder first = new ConcentusProvider().decoder(channels);
                OpusDecoder second = new LibopusProvider().decoder(channels)) {
            byte[] packet = new byte[MAX];
            boolean gap = false;
            for (int i = 0; i < frames / frame; i++) {
                int length = encoder.encode(in, i * frame * encoder.channels(), frame, packet, 0, MAX);
                heard.modes.merge(OpusPacket.mode(packet[0]), 1, Integer::sum);
                heard.tiny += length <= 2 ? 1 : 0;
                if (lost.test(i)) {
                    gap = true;
                    continue;
                }
                int at = i * frame * channels;
                if (gap) {
                    heard.restored += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
                    first.decodeFec(packet, 0, length, heard.concentus, at - frame * channels, frame);
                    second.decodeFec(packet, 0, length, heard.libopus, at - frame * channels, frame);
                    gap = false;
                }
                assertEquals(frame, first.decode(packet, 0, length, heard.concentus, at, frame));
                assertEquals(frame, second.decode(packet, 0, length, heard.libopus, at, frame));
                boolean same =
                        first.finalRange() == encoder.finalRange() && second.finalRange() == encoder.finalRange();
                heard.rangeMismatches += same || length <= 2 ? 0 : 1;
            }
        }
        return heard;
    }

    /** A voice with something like an S between the syllables, which fills the bands above 8 kHz. */
    private static short[] speech(int channels) {
        short[] pcm = CodecSignals.voice(channels, SECOND, 21);
        Random random = new Random(22);
        double last = 0;
        double beforeLast = 0;
        for (int i = 0; i < SECOND; i++) {
            double noise = random.nextGaussian();
            double hiss = noise - 2 * last + beforeLast;
            beforeLast = last;
            last = noise;
            double loudness = 900 * Math.max(0, Math.sin(4 * Math.PI * i / 48_000.0 + Math.PI));
            for (int c = 0; c < channels; c++) {
                double sample = pcm[i * channels + c] * (c == 0 ? 1 : 0.7) + loudness * hiss;
                pcm[i * channels + c] = (short) Math.max(-32_000, Math.min(32_000, sample));
            }
        }
        return pcm;
    }

    /** Decaying chords with noise on the beat, different in each channel. */
    private static short[] music(int channels) {
        Random random = new Random(23);
        short[] pcm = new short[SECOND * channels];
        for (int i = 0; i < pcm.length; i++) {
            int position = i / channels;
            double seconds = position / 48_000.0;
            double sample = 0;
            double hz = 110 * (1 + 0.003 * (i % channels));
            for (int k = 1; k < 24; k += 2) {
                sample += Math.sin(2 * Math.PI * hz * k * seconds) / k;
            }
            sample *= Math.exp(-3 * (seconds * 2 % 1)) * 8_000;
            sample += Math.exp(-40 * (seconds * 4 % 1)) * 3_000 * random.nextGaussian();
            pcm[i] = (short) Math.max(-32_000, Math.min(32_000, sample));
        }
        return pcm;
    }

    /** What both decoders made of a stream. */
    private static final class Heard {

        final int channels;
        final short[] concentus;
        final short[] libopus;
        final Map<OpusMode, Integer> modes = new EnumMap<>(OpusMode.class);
        int rangeMismatches;
        int restored;
        int tiny;

        Heard(int frames, int channels) {
            this.channels = channels;
            concentus = new short[frames * channels];
            libopus = new short[frames * channels];
        }

        int maxDifference() {
            int max = 0;
            for (int i = 0; i < libopus.length; i++) {
                max = Math.max(max, Math.abs(libopus[i] - concentus[i]));
            }
            return max;
        }

        /** libopus' output against the difference between both, the worse channel. */
        double snrDb(double fromHz, double toHz) {
            double worst = Double.POSITIVE_INFINITY;
            for (int c = 0; c < channels; c++) {
                double signal = Spectrum.energy(channel(libopus, c, null), fromHz, toHz);
                double noise = Spectrum.energy(channel(libopus, c, concentus), fromHz, toHz);
                worst = Math.min(worst, 10 * Math.log10(signal / (noise + 1e-9)));
            }
            return worst;
        }

        double energyDifferenceDb(double fromHz, double toHz) {
            return 10
                    * Math.log10(Spectrum.energy(channel(concentus, 0, null), fromHz, toHz)
                            / Spectrum.energy(channel(libopus, 0, null), fromHz, toHz));
        }

        private double[] channel(short[] pcm, int channel, short @Nullable [] minus) {
            double[] samples = new double[pcm.length / channels];
            for (int i = 0; i < samples.length; i++) {
                int at = i * channels + channel;
                samples[i] = pcm[at] - (minus == null ? 0 : minus[at]);
            }
            return samples;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "at most %d steps apart, %.1f dB (below 7 kHz %.1f dB), energy from 8 kHz %+.2f dB, from 12 kHz %+.2f dB",
                    maxDifference(),
                    snrDb(0, 24_000),
                    snrDb(0, 7_000),
                    energyDifferenceDb(8_000, 12_000),
                    energyDifferenceDb(12_000, 20_000));
        }
    }
}
