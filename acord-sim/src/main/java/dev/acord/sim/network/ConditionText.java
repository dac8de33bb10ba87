package dev.acord.sim.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax that network conditions and fault rates share: {@code key=value,key=value}. */
final class ConditionText {
    static final int MAX_CHARS = 1_000;
    static final long MAX_NS = 24 * 3_600_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(.*)");

    /** One {@code key=value}. */
    static final class Entry {
        final String key;
        private final String value;
        private final int keyAt;
        private final int valueAt;
        private final String text;

        private Entry(String key, String value, int keyAt, int valueAt, String text) {
            this.key = key;
            this.value = value;
            this.keyAt = keyAt;
            this.valueAt = valueAt;
            this.text = text;
        }

        /** The parts of the value between slashes, at least {@code min} and at most {@code max}. */
        List<Entry> parts(int min, int max, String form) {
            List<Entry> parts = new ArrayList<>();
            int at = 0;
            for (String part : value.split("/", -1)) {
                parts.add(new Entry(key, part, keyAt, valueAt + at, text));
                at += part.length() + 1;
            }
            if (parts.size() < min || parts.size() > max) {
                throw problem(key + " is " + form + ", not \"" + value + "\"");
            }
            return parts;
        }

        /** {@code from-until}, the end may be missing. */
        List<Entry> span(String form) {
            int dash = value.indexOf('-');
            if (dash < 0) {
                throw problem(key + " is " + form + ", not \"" + value + "\"");
            }
            return List.of(
                    new Entry(key, value.substring(0, dash), keyAt, valueAt, text),
                    new Entry(key, value.substring(dash + 1), keyAt, valueAt + dash + 1, text));
        }

        boolean isEmpty() {
            return value.isEmpty();
        }

        boolean is(String word) {
            return value.equals(word);
        }

        double probability() {
            Matcher number = NUMBER.matcher(value);
            if (number.matches()) {
                double parsed = Double.parseDouble(number.group(1));
                double fraction = number.group(2).equals("%") ? parsed / 100 : parsed;
                if ((number.group(2).isEmpty() || number.group(2).equals("%")) && fraction <= 1) {
                    return fraction;
                }
            }
            throw problem(key + " takes probabilities from 0 to 1 (0.2) or 0% to 100%, not \"" + value + "\"");
        }

        long durationNs() {
            Matcher number = NUMBER.matcher(value);
            if (number.matches()) {
                double unitNs =
                        switch (number.group(2)) {
                            case "us" -> 1e3;
                            case "ms" -> 1e6;
                            case "s" -> 1e9;
                            case "min" -> 60e9;
                            default -> value.equals("0") ? 1 : -1;
                        };
                double ns = Double.parseDouble(number.group(1)) * unitNs;
                if (unitNs > 0 && ns <= MAX_NS) {
                    return Math.round(ns);
                }
            }
            throw problem(key + " takes times in us, ms, s or min (40ms), up to a day, not \"" + value + "\"");
        }

        long bitsPerSecond() {
            Matcher number = NUMBER.matcher(value);
            if (number.matches()) {
                double unit =
                        switch (number.group(2)) {
                            case "bit" -> 1;
                            case "kbit" -> 1e3;
                            case "mbit" -> 1e6;
                            default -> 0;
                        };
                double rate = Double.parseDouble(number.group(1)) * unit;
                if (rate >= 1 && rate <= NetworkConditions.MAX_RATE) {
                    return Math.round(rate);
                }
            }
            throw problem(key + " takes bits a second (64kbit, 1.5mbit), up to 10000mbit, not \"" + value + "\"");
        }

        MalformedConditionsException problem(String what) {
            return new MalformedConditionsException(text, valueAt, what);
        }

        MalformedConditionsException unknown(String known) {
            return new MalformedConditionsException(text, keyAt, "\"" + key + "\" is none of " + known);
        }
    }

    private ConditionText() {}

    static List<Entry> entries(String text) {
        if (text.length() > MAX_CHARS) {
            throw new MalformedConditionsException(
                    text.substring(0, 20) + "...", MAX_CHARS, "longer than " + MAX_CHARS + " characters");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int at = 0;
        for (String raw : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int keyAt = at + raw.length() - raw.stripLeading().length();
            String[] halves = raw.strip().split("=", 2);
            String key = halves[0].strip().toLowerCase(Locale.ROOT);
            if (halves.length != 2 || key.isEmpty()) {
                throw new MalformedConditionsException(text, keyAt, "expected key=value such as loss=0.2");
            }
            if (!seen.add(key)) {
                throw new MalformedConditionsException(text, keyAt, key + " is given twice");
            }
            int valueAt = at + raw.indexOf('=') + 1;
            String value = halves[1].strip();
            entries.add(new Entry(key, value.toLowerCase(Locale.ROOT), keyAt, valueAt, text));
            at += raw.length() + 1;
        }
        return entries;
    }

    /** A time as short as it can be written without loss. */
    static String duration(long ns) {
        if (ns % 1_000_000_000L == 0) {
            return ns / 1_000_000_000L + "s";
        }
        return ns % 1_000_000L == 0 ? ns / 1_000_000L + "ms" : decimal(ns / 1e3) + "us";
    }

    static String decimal(double value) {
        return new java.math.BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
