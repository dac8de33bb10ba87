/** {@code acord demo}: two members in a call, and a check that one hears what the other plays. */
@NullMarked
package dev.acord.cli.demo;

import org.jspecify.annotations.NullMarked;
