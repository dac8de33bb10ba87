package dev.acord.audio.opus;

import dev.acord.audio.opus.contract.OpusControlsContract;

class ConcentusControlsTest extends OpusControlsContract {

    @Override
    protected OpusProvider provider() {
        return new ConcentusProvider();
    }
}
