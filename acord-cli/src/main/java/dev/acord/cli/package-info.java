/** The acord command: its parts, errors and exit codes. */
@NullMarked
package dev.acord.cli;

import org.jspecify.annotations.NullMarked;
