/**
 * Voice for bots on JDA 6, in pure Java. {@link dev.acord.jda.AcordVoice} gives them this library's connections, players and receivers. Those that
 * keep JDA's own audio get end-to-end encryption from {@link dev.acord.jda.AcordDave}, and this library's sources from {@link
 * dev.acord.jda.AcordSendHandler}.
 */
@NullMarked
package dev.acord.jda;

import org.jspecify.annotations.NullMarked;
