/** What every Opus provider must do, as abstract tests; other modules' providers extend them too. */
@NullMarked
package dev.acord.audio.opus.contract;

import org.jspecify.annotations.NullMarked;
