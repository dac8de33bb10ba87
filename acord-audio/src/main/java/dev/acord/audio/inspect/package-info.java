/**
 * Looks into audio files: what they hold, how they are built, and everything that is wrong with them. Plain data; showing it is up to the
 * caller.
 */
@NullMarked
package dev.acord.audio.inspect;

import org.jspecify.annotations.NullMarked;
