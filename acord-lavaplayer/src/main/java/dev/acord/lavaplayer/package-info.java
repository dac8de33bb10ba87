/**
 * lavaplayer's players and tracks as audio sources: {@link dev.acord.lavaplayer.LavaplayerSource}. Frames that are Opus already go through as
 * they are, so that nothing native is needed for them; PCM is resampled and encoded here.
 */
@NullMarked
package dev.acord.lavaplayer;

import org.jspecify.annotations.NullMarked;
