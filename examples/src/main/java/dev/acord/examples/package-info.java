/** Whole bots to copy from. Each is one file, beside {@code ExampleBot}, which they share. */
@NullMarked
package dev.acord.examples;

import org.jspecify.annotations.NullMarked;
