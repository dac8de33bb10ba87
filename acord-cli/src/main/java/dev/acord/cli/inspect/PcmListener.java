package dev.acord.cli.inspect;

/** Hears a file's audio as it is decoded: 48,000 Hz, stereo, interleaved. */
interface PcmListener {
    void add(short[] pcm, int frames);
}
