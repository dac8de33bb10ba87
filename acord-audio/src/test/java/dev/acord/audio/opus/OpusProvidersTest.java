package dev.acord.audio.opus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpusProvidersTest {

    @Test
    void theBuiltInProviderIsFoundAndWorks() {
        assertTrue(OpusProviders.found().stream().anyMatch(ConcentusProvider.class::isInstance));
        assertEquals("concentus", OpusProviders.active().name());
    }

    @Test
    void aProviderThatDoesNotLinkIsPassedOver() {
        OpusProvider good = new ConcentusProvider();
        OpusProvider broken = new Altered("broken") {
            @Override
            public OpusEncoder encoder(OpusEncoderOptions options) {
                throw new UnsatisfiedLinkError("no opus in java.library.path");
            }
        };
        List<String> failures = new ArrayList<>();
        assertSame(good, OpusProviders.choose(List.of(broken, good), failures, null));
        assertTrue(failures.get(0).contains("no opus in java.library.path"), failures.get(0));
    }

    @Test
    void aProviderThatSwapsTheChannelsIsPassedOver() {
        OpusProvider swapping = new Altered("swapping") {
            @Override
            public OpusDecoder decoder(int channels) {
                return new Swapping(channels);
            }
        };
        List<String> failures = new ArrayList<>();
        Object choice = OpusProviders.choose(List.of(swapping), failures, null);
        assertTrue(choice instanceof String message && message.contains("audio is wrong"), () -> "chose " + choice);
    }

    @Test
    void aNamedProviderIsUsedAloneAndItsAbsenceIsSaid() {
        OpusProvider other = new Altered("other");
        OpusProvider first = new ConcentusProvider();
        assertSame(other, OpusProviders.choose(List.of(first, other), new ArrayList<>(), "other"));
        assertEquals(
                "Opus provider \"absent\" (-Dacord.opus) cannot be used: none was found",
                OpusProviders.choose(List.of(first), new ArrayList<>(), "absent"));
    }

    @Test
    void aProviderThatCannotDoAControlSaysSoInTheSetter() {
        OpusEncoder encoder = new ConcentusProvider().encoder(OpusEncoderOptions.defaults());
        UnsupportedOperationException refusal =
                assertThrows(UnsupportedOperationException.class, () -> encoder.setPhaseInversionDisabled(true));
        assertTrue(refusal.toString().contains("acord-opus-native"), refusal.toString());
        assertFalse(encoder.phaseInversionDisabled());
        encoder.close();
    }

    private static class Altered implements OpusProvider {
        private final OpusProvider inner = new ConcentusProvider();
        private final String name;

        Altered(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int priority() {
            return 10;
        }

        @Override
        public OpusEncoder encoder(OpusEncoderOptions options) {
            return inner.encoder(options);
        }

        @Override
        public OpusDecoder decoder(int channels) {
            return inner.decoder(channels);
        }
    }

    private static final class Swapping extends OpusDecoder {
        private final OpusDecoder inner;

        Swapping(int channels) {
            super(channels);
            inner = new ConcentusProvider().decoder(channels);
        }

        @Override
        public int finalRange() {
            return inner.finalRange();
        }

        @Override
        protected int decodePacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
                throws OpusException {
            int decoded = inner.decode(packet, offset, length, pcm, pcmOffset, frames);
            for (int i = pcmOffset; i < pcmOffset + 2 * decoded; i += 2) {
                short left = pcm[i];
                pcm[i] = pcm[i + 1];
                pcm[i + 1] = left;
            }
            return decoded;
        }

        @Override
        protected void decodeFecPacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
                throws OpusException {
            inner.decodeFec(packet, offset, length, pcm, pcmOffset, frames);
        }

        @Override
        protected void concealFrames(short[] pcm, int pcmOffset, int frames) {
            inner.conceal(pcm, pcmOffset, frames);
        }

        @Override
        protected void applyGain(int gainQ8) {
            inner.setGainQ8(gainQ8);
        }

        @Override
        protected void resetState() {
            inner.reset();
        }

        @Override
        protected void release() {
            inner.close();
        }
    }
}
