package dev.acord.cli;

import java.util.Arrays;

/** Sets slf4j-simple up, which reads its configuration from system properties when the first logger is made. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Logs warnings to standard error; with {@code --debug} among the arguments, all that this project has to say. */
    static void configure(String... args) {
        boolean debug = Arrays.asList(args).contains("--debug");
        property("logFile", "System.err");
        property("defaultLogLevel", "warn");
        property("showDateTime", String.valueOf(debug));
        property("dateTimeFormat", "HH:mm:ss.SSS");
        property("showShortLogName", "true");
        if (debug) {
            property("log.dev.acord", "debug");
        }
    }

    /** A property that was set on the Java command line stays. */
    private static void property(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
