/** The messages of RFC 9420, sections 6, 10 and 12, as parsed values that keep their exact bytes. */
@NullMarked
package dev.acord.dave.mls.message;

import org.jspecify.annotations.NullMarked;
