package dev.acord.audio.opus;

class ConcentusControlsTest extends OpusControlsContract {

    @Override
    protected OpusProvider provider() {
        return new ConcentusProvider();
    }
}
