package dev.acord.audio.webm;

public class WebmException extends java.io.IOException {
    private static final long serialVersionUID = 1L;
}
