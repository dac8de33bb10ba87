/** Figures of voice connections as Micrometer meters: {@link dev.acord.micrometer.AcordMetrics}. */
@NullMarked
package dev.acord.micrometer;

import org.jspecify.annotations.NullMarked;
