/**
 * The delivery service of DAVE, without I/O and without secrets of the groups: versions, proposals, the choice among commits,
 * transitions. {@link dev.acord.sim.dave.DaveDelivery} is one channel's.
 */
@NullMarked
package dev.acord.sim.dave;

import org.jspecify.annotations.NullMarked;
