/** The repository's documents as a static site: read once, links checked, pages written. */
@NullMarked
package dev.acord.site;

import org.jspecify.annotations.NullMarked;
