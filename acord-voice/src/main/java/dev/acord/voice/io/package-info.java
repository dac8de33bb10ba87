/** The one place with threads, sockets and clocks: it drives the protocol's state machines. Not for users of the library. */
@NullMarked
package dev.acord.voice.io;

import org.jspecify.annotations.NullMarked;
