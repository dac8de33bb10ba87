package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.contract.OpusCodecContract;

class LibopusCodecTest extends OpusCodecContract {

    @Override
    protected OpusProvider provider() {
        return new LibopusProvider();
    }
}
