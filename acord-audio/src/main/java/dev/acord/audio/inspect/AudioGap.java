package dev.acord.audio.inspect;

import java.time.Duration;

/**
 * A place where the stored times do not go on where the packets before end.
 *
 * @param offset the page or block behind the gap, in bytes from the beginning of the file
 * @param at the time of the gap in the file
 * @param length how much is missing; negative if the times go back
 */
public record AudioGap(long offset, Duration at, Duration length) {}
