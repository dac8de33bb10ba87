package dev.acord.audio.ogg;

public class OggException extends java.io.IOException {
    private static final long serialVersionUID = 1L;
}
