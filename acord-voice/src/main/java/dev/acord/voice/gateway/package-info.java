/**
 * The voice gateway protocol (websocket), version 8, without I/O: messages in, actions out. Not for users of the library; open to
 * the other modules of this project.
 */
@NullMarked
package dev.acord.voice.gateway;

import org.jspecify.annotations.NullMarked;
