package dev.caraway.server.control;

import java.util.List;

/**
 * Recognises a browser: a page in it can make it connect to a local port and post whatever it likes, but the request
 * line and the headers come first.
 */
final class HttpSniffer {

    private static final List<String> TELLTALES = List.of(
            "GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ", "PRI ", "HOST:");

    private static final int LONGEST =
            TELLTALES.stream().mapToInt(String::length).max().orElseThrow();

    private final StringBuilder lineStart = new StringBuilder();

    /** Whether a line among these bytes, or one that they continue, begins as HTTP does. */
    boolean smellsOfHttp(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n' || b == '\r') {
                lineStart.setLength(0);
            } else if (lineStart.length() < LONGEST) {
                lineStart.append((char) (b & 0xff));
                String start = lineStart.toString();
                if (TELLTALES.stream().anyMatch(start::equalsIgnoreCase)) {
                    return true;
                }
            }
        }
        return false;
    }
}
