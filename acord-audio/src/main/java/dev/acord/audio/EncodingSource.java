package dev.acord.audio;

import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.util.function.Consumer;

/** A source that has an encoder of its own, which can be adjusted while it is read. */
public interface EncodingSource extends AudioSource {

    /**
     * Changes the encoder's settings (bitrate, expected loss, error correction, ...), from the next packet that is encoded on. May be called
     * from any thread at any time; the change is made at once, by the calling thread, while no packet is being encoded.
     *
     * @param change calls setters of the encoder; it should be quick, since encoding waits for it
     * @throws IllegalStateException when the source is closed
     */
    void adjustEncoder(Consumer<? super OpusControls> change);

    /**
     * What the encoder began with.
     *
     * @return the options
     */
    OpusEncoderOptions encoding();

    /**
     * Whether the encoder is at work. A source that passes packets on as long as it can, such as {@link
     * dev.acord.audio.engine.AudioQueue}, encodes only now and then. May be called from any thread.
     *
     * @return whether the last packet read was encoded; {@code true} unless overridden
     */
    default boolean isEncoding() {
        return true;
    }
}
