package dev.acord.sim.discord.net;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form with files (RFC 7578), as far as a bot's message needs it.
 *
 * @param json the part {@code payload_json}; empty when there is none
 * @param files how many parts are files
 */
record FormData(String json, int files) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?");
    private static final int MAX_PARTS = 50;

    /** Reads a form; null when it is none. */
    static @Nullable FormData parse(String contentType, byte[] body) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return null;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1); // one character a byte, whatever the files are
        String delimiter = "--" + matcher.group(1);
        String json = "";
        int files = 0;
        int at = text.indexOf(delimiter);
        for (int part = 0; part < MAX_PARTS && at >= 0; part++) {
            int begin = at + delimiter.length();
            int end = text.indexOf("\r\n" + delimiter, begin);
            int header = text.indexOf("\r\n\r\n", begin);
            if (end < 0 || header < 0 || header > end) {
                break;
            }
            String head = text.substring(begin, header);
            if (head.contains("name=\"payload_json\"")) {
                byte[] bytes = text.substring(header + 4, end).getBytes(StandardCharsets.ISO_8859_1);
                json = new String(bytes, StandardCharsets.UTF_8);
            } else if (head.contains("filename=")) {
                files++;
            }
            at = end + 2;
        }
        return new FormData(json, files);
    }
}
