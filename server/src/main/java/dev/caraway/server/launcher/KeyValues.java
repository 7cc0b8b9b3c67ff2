package dev.caraway.server.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code KEY=VALUE,...} as QEMU reads it: a comma in a value is written twice, a key without a value stands for
 * {@code KEY=on}, and a comma at the end says nothing.
 */
record KeyValues(List<Entry> entries) {

    /** One key; without a value if nothing but the key was written. */
    record Entry(String key, Optional<String> value) {

        /** The value, or what a bare key means. */
        String valueOrOn() {
            return value.orElse("on");
        }
    }

    KeyValues {
        entries = List.copyOf(entries);
    }

    /** Reads a list; {@code option} names it in the error. */
    static KeyValues parse(String option, String text) throws LaunchException {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = endOfKey(text, at);
            String key = text.substring(at, end);
            if (key.isEmpty()) {
                throw LaunchException.usage(option + ": expected KEY=VALUE, got nothing before '" + text.charAt(at)
                        + "' (a comma in a value is written twice)");
            }
            if (end < text.length() && text.charAt(end) == '=') {
                StringBuilder value = new StringBuilder();
                at = readValue(text, end + 1, value);
                entries.add(new Entry(key, Optional.of(value.toString())));
            } else {
                at = end + 1;
                entries.add(new Entry(key, Optional.empty()));
            }
        }
        return new KeyValues(entries);
    }

    /** The same, where the first may be a value alone, which then belongs to {@code impliedKey}. */
    static KeyValues parse(String option, String text, String impliedKey) throws LaunchException {
        int end = endOfKey(text, 0);
        if (end < text.length() && text.charAt(end) == '=') {
            return parse(option, text);
        }
        StringBuilder value = new StringBuilder();
        int at = readValue(text, 0, value);
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(impliedKey, Optional.of(value.toString())));
        entries.addAll(
                parse(option, at < text.length() ? text.substring(at) : "").entries());
        return new KeyValues(entries);
    }

    /** The last value of each key, in the order of the keys. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.key(), entry.valueOrOn()));
        return map;
    }

    private static int endOfKey(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != ',') {
            end++;
        }
        return end;
    }

    /** Where the next key begins; the value is appended. */
    private static int readValue(String text, int start, StringBuilder value) {
        int at = start;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == ',') {
                if (at == text.length() || text.charAt(at) != ',') {
                    break;
                }
                at++;
            }
            value.append(next);
        }
        return at;
    }
}
