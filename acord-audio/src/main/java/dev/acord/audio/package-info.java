/** Sources of audio: the small interfaces that players read from, and the ways to open them. */
@NullMarked
package dev.acord.audio;

import org.jspecify.annotations.NullMarked;
