package dev.acord.voice.rtp;

/** Recognises IP addresses in text form, without ever asking a name service. */
final class IpLiteral {
    private static final int IPV6_GROUPS = 8;

    private IpLiteral() {}

    /** Whether the text is an IPv4 address in dotted decimal or an IPv6 address (RFC 4291 section 2.2), without a zone. */
    static boolean isValid(String text) {
        return text.indexOf(':') < 0 ? isIpv4(text) : isIpv6(text);
    }

    private static boolean isIpv4(String text) {
        int octets = 0;
        int start = 0;
        while (true) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isOctet(text, start, end)) {
                return false;
            }
            octets++;
            if (dot < 0) {
                return octets == 4;
            }
            start = dot + 1;
        }
    }

    private static boolean isOctet(String text, int start, int end) {
        int digits = end - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = 10 * value + c - '0';
        }
        return value <= 255;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** The number of 16-bit groups, -1 if one is malformed; the last may be an IPv4 address, which counts as two. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        int groups = 0;
        int start = 0;
        while (true) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && mayEndInIpv4 && text.indexOf('.', start) >= 0) {
                return isIpv4(text.substring(start)) ? groups + 2 : -1;
            }
            if (!isGroup(text, start, end)) {
                return -1;
            }
            groups++;
            if (colon < 0) {
                return groups;
            }
            start = colon + 1;
        }
    }

    private static boolean isGroup(String text, int start, int end) {
        if (end == start || end - start > 4) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!hex) {
                return false;
            }
        }
        return true;
    }
}
