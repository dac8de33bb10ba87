/** Pictures over time: what they are drawn on, and what is around all of them. */
@NullMarked
package dev.acord.cli.picture;

import org.jspecify.annotations.NullMarked;
