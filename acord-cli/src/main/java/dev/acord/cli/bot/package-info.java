/** A bot that JDA logs in, for the commands that join a call as one. */
@NullMarked
package dev.acord.cli.bot;

import org.jspecify.annotations.NullMarked;
