/**
 * How loud audio is: loudness as people hear it (ITU-R BS.1770-4, EBU R 128), peaks, clipping, silence. Meters take PCM as it comes, piece
 * by piece, and need the same small memory for a second and for a day.
 */
@NullMarked
package dev.acord.audio.meter;

import org.jspecify.annotations.NullMarked;
