package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.contract.OpusControlsContract;

class LibopusControlsTest extends OpusControlsContract {

    @Override
    protected OpusProvider provider() {
        return new LibopusProvider();
    }
}
