/** DAVE: sessions, key ratchets and frame encryption, without I/O. */
@NullMarked
package dev.acord.dave;

import org.jspecify.annotations.NullMarked;
