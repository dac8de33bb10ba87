/**
 * WebM and Matroska (RFC 8794, RFC 9559): reading what is needed to inspect such files and to play the Opus in them.
 *
 * <p>The reader is our own because there is no well-kept demultiplexer for Java on Maven Central: JEBML is no longer developed, and JCodec is a
 * whole library of video codecs.
 */
@NullMarked
package dev.acord.audio.webm;

import org.jspecify.annotations.NullMarked;
