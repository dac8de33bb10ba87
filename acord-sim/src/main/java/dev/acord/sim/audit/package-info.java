/** What watches the protocol: the list of violations and the clock that tells a slow client from a slow machine. */
@NullMarked
package dev.acord.sim.audit;

import org.jspecify.annotations.NullMarked;
