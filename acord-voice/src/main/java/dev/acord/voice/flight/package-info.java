/** What a Java Flight Recorder sees of calls. Not exported; where the module {@code jdk.jfr} is absent nothing here is loaded but {@code Flight}. */
@NullMarked
package dev.acord.voice.flight;

import org.jspecify.annotations.NullMarked;
