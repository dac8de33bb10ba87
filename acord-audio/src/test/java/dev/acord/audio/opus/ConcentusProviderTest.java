package dev.acord.audio.opus;

import dev.acord.audio.opus.contract.OpusCodecContract;

class ConcentusProviderTest extends OpusCodecContract {

    @Override
    protected OpusProvider provider() {
        return new ConcentusProvider();
    }
}
