/** What a bot uses: connections, players, receivers, events and statistics. */
@NullMarked
package dev.acord.voice;

import org.jspecify.annotations.NullMarked;
