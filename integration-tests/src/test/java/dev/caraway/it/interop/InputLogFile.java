package dev.caraway.it.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the launcher's guest received, an event a line. */
record InputLogFile(Path path) {

    /** The events without their times, as {@code "type":"key","scancode":30,"down":true}. */
    List<String> events() {
        try (var lines = Files.lines(path)) {
            return lines.map(line ->
                            line.replaceFirst("^\\{\"t_ms\":[0-9]+,", "").replaceFirst("}$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of one type. */
    List<String> events(String type) {
        return events().stream()
                .filter(event -> event.startsWith("\"type\":\"" + type + "\","))
                .toList();
    }

    /** The keys as {@code +30} for one that went down and {@code -30} for one that went up. */
    List<String> keys() {
        return events("key").stream()
                .map(event -> (event.endsWith("true") ? "+" : "-") + number(event, "scancode"))
                .toList();
    }

    static int number(String event, String field) {
        String start = "\"" + field + "\":";
        String rest = event.substring(event.indexOf(start) + start.length());
        return Integer.parseInt(rest.replaceFirst("[^-0-9].*", ""));
    }
}
