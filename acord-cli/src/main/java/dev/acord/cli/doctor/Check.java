package dev.acord.cli.doctor;

import java.util.List;

/** Looks at one thing. It may take its time and fail: {@link Examination} bounds both. */
interface Check {
    /** A word. */
    String id();

    /** What was found; at least one. */
    List<Finding> run() throws Exception;
}
