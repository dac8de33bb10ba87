/**
 * Audio from ffmpeg: everything it can open, as a stream of samples, with the process supervised from start to end.
 *
 * <p>ffmpeg is a program of its own that the user installs; nothing here runs without it, and everything says so clearly.
 */
@NullMarked
package dev.acord.audio.ffmpeg;

import org.jspecify.annotations.NullMarked;
