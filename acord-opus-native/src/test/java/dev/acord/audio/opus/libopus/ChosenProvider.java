package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.OpusProviders;

/** A program of its own: says which provider a fresh Java virtual machine chooses, and whether it decodes. */
final class ChosenProvider {

    private ChosenProvider() {}

    public static void main(String[] args) throws OpusException {
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            decoder.decode(OpusPacket.silence(), 0, 3, new short[1_920], 0, 960);
        }
        System.out.println(OpusProviders.active().name());
    }
}
