/**
 * The voice gateway without its sockets: who is where, and what each socket says and hears. Times, randomness and the ways out are
 * parameters.
 */
@NullMarked
package dev.acord.sim.gateway;

import org.jspecify.annotations.NullMarked;
