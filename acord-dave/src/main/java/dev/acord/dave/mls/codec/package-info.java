/** The presentation language of RFC 9420: strict, bounded reading and canonical writing. */
@NullMarked
package dev.acord.dave.mls.codec;

import org.jspecify.annotations.NullMarked;
