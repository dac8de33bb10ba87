/**
 * Microbenchmarks: one packet's transport encryption, one frame's end-to-end encryption, and the operations of its group, beside the bare
 * cipher of the JDK, JDA's classes and libdave's figures.
 */
@NullMarked
package dev.acord.bench.jmh;

import org.jspecify.annotations.NullMarked;
