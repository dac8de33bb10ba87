/** The server's sockets, threads and clock; all else is in the other packages. */
@NullMarked
package dev.acord.sim.server;

import org.jspecify.annotations.NullMarked;
