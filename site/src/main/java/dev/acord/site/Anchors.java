package dev.acord.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names under which forges reach the headings of a document: small letters, hyphens for spaces, and no punctuation but hyphens and
 * underscores. A name that is there already gets a number.
 */
final class Anchors {
    private final Map<String, Integer> uses = new HashMap<>();

    /** The name of the next heading. */
    String next(String heading) {
        String name = name(heading);
        String anchor = name;
        for (int number = 1; uses.putIfAbsent(anchor, 0) != null; number++) {
            anchor = name + "-" + number;
        }
        return anchor;
    }

    private static String name(String heading) {
        StringBuilder name = new StringBuilder();
        heading.strip().toLowerCase(Locale.ROOT).codePoints().forEach(letter -> {
            if (letter == ' ') {
                name.append('-');
            } else if (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_') {
                name.appendCodePoint(letter);
            }
        });
        return name.toString();
    }
}
