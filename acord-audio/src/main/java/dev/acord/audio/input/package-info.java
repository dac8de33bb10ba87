/** Where bytes come from: files and channels whose position can be moved, and streams that are looked into before it is known who reads them. */
@NullMarked
package dev.acord.audio.input;

import org.jspecify.annotations.NullMarked;
