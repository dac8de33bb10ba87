/**
 * A voice channel as a web page: an embedded server's members, encryption and network, to look at, to hear and to talk into
 * ({@code docs/page.md}). Every page that is open is a real member of the channel.
 */
@NullMarked
package dev.acord.sim.web;

import org.jspecify.annotations.NullMarked;
