package dev.acord.audio.opus;

class ConcentusProviderTest extends OpusCodecContract {

    @Override
    protected OpusProvider provider() {
        return new ConcentusProvider();
    }
}
