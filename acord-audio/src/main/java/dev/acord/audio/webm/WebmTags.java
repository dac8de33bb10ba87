package dev.acord.audio.webm;

import java.util.List;

/** The tags of a file (RFC 9559 section 5.1.8), of which only simple tags with text at the first level are read. */
final class WebmTags {

    private WebmTags() {}

    /** Reads tags of the form {@code NAME=value} into a list, up to a limit. */
    static void parse(EbmlElements in, List<String> tags, int max) throws WebmException {
        while (in.next()) {
            if (in.id() != WebmIds.TAG) {
                continue;
            }
            EbmlElements tag = in.children();
            while (tag.next()) {
                if (tag.id() == WebmIds.SIMPLE_TAG && tags.size() < max) {
                    tags.add(simple(tag.children()));
                }
            }
        }
    }

    private static String simple(EbmlElements in) throws WebmException {
        String name = "";
        String value = "";
        while (in.next()) {
            switch (in.id()) {
                case WebmIds.TAG_NAME -> name = in.string();
                case WebmIds.TAG_STRING -> value = in.string();
                default -> {}
            }
        }
        return name + "=" + value;
    }
}
