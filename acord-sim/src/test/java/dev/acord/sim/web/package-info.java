@NullMarked
package dev.acord.sim.web;

import org.jspecify.annotations.NullMarked;
