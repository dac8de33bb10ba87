@NullMarked
package dev.acord.sim.dave;

import org.jspecify.annotations.NullMarked;
