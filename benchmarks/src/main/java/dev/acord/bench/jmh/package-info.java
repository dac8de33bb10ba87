/** Microbenchmarks of one packet: sealing and opening, beside the bare cipher of the JDK and beside JDA's classes. */
@NullMarked
package dev.acord.bench.jmh;

import org.jspecify.annotations.NullMarked;
