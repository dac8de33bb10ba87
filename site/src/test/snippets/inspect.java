class Prelude {
    PcmSource pcmSource;
}
