/** The ratchet tree of RFC 9420, sections 4 and 7: nodes, hashes, validation and update paths. */
@NullMarked
package dev.acord.dave.mls.tree;

import org.jspecify.annotations.NullMarked;
