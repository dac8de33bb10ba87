/**
 * Ogg (RFC 3533) and Opus in it (RFC 7845): reading files and streams of any length in bounded memory, and writing files that stay playable
 * when the writer is cut off.
 */
@NullMarked
package dev.acord.audio.ogg;

import org.jspecify.annotations.NullMarked;
