package dev.acord.sim.discord;

import java.time.Duration;

/**
 * A piece of what was heard.
 *
 * @param start where it begins, from the beginning of what was heard
 * @param length how long it is, above zero
 */
public record Span(Duration start, Duration length) {
    @Override
    public String toString() {
        return length.toMillis() + " ms at " + start.toMillis() + " ms";
    }
}
