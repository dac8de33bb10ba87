/**
 * The scale benchmark: how much processor time many paced voice connections cost, and how evenly their packets leave. It drives the
 * library's own pacing, sealing and sending classes, and JDA's beside them, over the loopback interface.
 */
@NullMarked
package dev.acord.bench;

import org.jspecify.annotations.NullMarked;
