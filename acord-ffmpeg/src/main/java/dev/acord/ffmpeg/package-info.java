/** ffmpeg from the jars of the Bytedeco project, for machines where none is installed. Being on the class path is all it takes. */
@NullMarked
package dev.acord.ffmpeg;

import org.jspecify.annotations.NullMarked;
