package dev.acord.audio.pcm;

/** How one sample is written as bits. */
public enum SampleEncoding {
    /** Two's complement integers of 1 to 4 bytes. */
    SIGNED,
    /** Integers of 1 to 4 bytes whose middle value is silence, such as 128 of 8 bits. */
    UNSIGNED,
    /** IEEE 754 numbers of 4 or 8 bytes; full scale is -1 to 1. */
    FLOAT,
    /** ITU-T G.711 A-law, one byte. */
    A_LAW,
    /** ITU-T G.711 mu-law, one byte. */
    U_LAW;

    boolean allows(int sampleBytes) {
        return switch (this) {
            case SIGNED, UNSIGNED -> sampleBytes >= 1 && sampleBytes <= 4;
            case FLOAT -> sampleBytes == 4 || sampleBytes == 8;
            case A_LAW, U_LAW -> sampleBytes == 1;
        };
    }
}
