@NullMarked
package dev.acord.sim.network;

import org.jspecify.annotations.NullMarked;
