/** Recordings of calls: Opus tracks without re-encoding, a mixture, and who spoke when. Without threads and clocks; files only. */
@NullMarked
package dev.acord.voice.record;

import org.jspecify.annotations.NullMarked;
