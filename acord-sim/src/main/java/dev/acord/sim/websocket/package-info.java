/**
 * Where the web server calls in; nothing for users. Exported because Jetty looks up a websocket's methods by reflection without
 * privileges, which needs a package that is exported to everybody.
 */
@NullMarked
package dev.acord.sim.websocket;

import org.jspecify.annotations.NullMarked;
