/**
 * Calls in virtual time: any number of unmodified clients and the server on one simulated clock and a simulated network, in one thread,
 * repeatable from a seed. Minutes of a call pass in milliseconds.
 */
@NullMarked
package dev.acord.sim.virtual;

import org.jspecify.annotations.NullMarked;
