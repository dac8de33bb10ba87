package dev.acord.bench.jmh;

/**
 * What was to be reached, and whether it was.
 *
 * @param goal in words
 * @param measured the figure
 * @param reached whether it is good enough
 */
record Target(String goal, String measured, boolean reached) {
    /** As a line of the report. */
    String line() {
        return (reached ? "reached      " : "NOT reached  ") + goal + ": " + measured;
    }
}
