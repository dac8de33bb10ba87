/** A client made from nothing but the JDK, which does exactly what a test says, right or wrong. */
@NullMarked
package dev.acord.sim.raw;

import org.jspecify.annotations.NullMarked;
