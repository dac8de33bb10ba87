/** Sounds that the program makes itself: a test tone and a tune, the same on every machine and in every run. */
@NullMarked
package dev.acord.audio.tone;

import org.jspecify.annotations.NullMarked;
