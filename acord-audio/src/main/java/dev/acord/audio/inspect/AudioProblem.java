package dev.acord.audio.inspect;

/**
 * Something that is wrong with a file.
 *
 * @param offset where, in bytes from the beginning of the file
 * @param description what is wrong
 */
public record AudioProblem(long offset, String description) {}
