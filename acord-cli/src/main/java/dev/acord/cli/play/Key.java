package dev.acord.cli.play;

import org.jspecify.annotations.Nullable;

/** What a key does. */
enum Key {
    PAUSE,
    BACK,
    FORWARD,
    LOUDER,
    SOFTER,
    NEXT,
    QUIT;

    /** Takes what a terminal sends apart: single keys, and the arrows' escape sequences. Not thread safe. */
    static final class Decoder {
        private static final char ESCAPE = 27;
        private static final char CTRL_C = 3;
        private static final char CTRL_D = 4;

        private int escape;

        /** The next character; null when it is no key of ours, or not all of one. */
        @Nullable
        Key decode(int character) {
            if (character == ESCAPE) {
                escape = 1;
                return null;
            }
            if (escape == 1 && (character == '[' || character == 'O')) {
                escape = 2;
                return null;
            }
            boolean arrow = escape == 2;
            escape = 0;
            return arrow ? arrow(character) : plain(character);
        }

        private static @Nullable Key arrow(int character) {
            return switch (character) {
                case 'A' -> LOUDER;
                case 'B' -> SOFTER;
                case 'C' -> FORWARD;
                case 'D' -> BACK;
                default -> null;
            };
        }

        private static @Nullable Key plain(int character) {
            return switch (character) {
                case ' ', 'p' -> PAUSE;
                case '+', '=' -> LOUDER;
                case '-' -> SOFTER;
                case 'n' -> NEXT;
                case 'q', CTRL_C, CTRL_D -> QUIT;
                default -> null;
            };
        }
    }
}
