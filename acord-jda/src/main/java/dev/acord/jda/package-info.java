/** End-to-end encryption (DAVE) for bots on JDA 6, in pure Java: {@link dev.acord.jda.AcordDave} is the one class to know. */
@NullMarked
package dev.acord.jda;

import org.jspecify.annotations.NullMarked;
