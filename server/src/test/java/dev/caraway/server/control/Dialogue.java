package dev.caraway.server.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was said to a QEMU and what it answered, as it was recorded. */
record Dialogue(List<Turn> turns) {

    /**
     * One thing that was sent, or that became of a move by itself; what QEMU told, and what we tell instead where that is
     * another thing.
     */
    record Turn(String sent, String happened, List<String> theirs, List<String> ours) {

        private Turn(String sent, String happened) {
            this(sent, happened, new ArrayList<>(), new ArrayList<>());
        }

        byte[] bytes() {
            return sent.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** What Caraway answers. */
        List<String> expected() {
            return ours.isEmpty() ? theirs : ours;
        }
    }

    Dialogue {
        turns = List.copyOf(turns);
    }

    /** Reads a recording beside this class; the first turn is the greeting. */
    static Dialogue recorded(String recording) throws IOException {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("", ""));
        try (InputStream in = Objects.requireNonNull(Dialogue.class.getResourceAsStream(recording))) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                Turn last = turns.get(turns.size() - 1);
                if (line.startsWith("> ")) {
                    String sent = (String) Json.parse(line.substring(2).getBytes(StandardCharsets.US_ASCII));
                    turns.add(new Turn(sent, ""));
                } else if (line.startsWith("* ")) {
                    turns.add(new Turn("", line.substring(2)));
                } else if (line.startsWith("< ")) {
                    last.theirs.add(line.substring(2));
                } else if (line.startsWith("~ ")) {
                    last.ours.add(line.substring(2));
                }
            });
        }
        return new Dialogue(turns);
    }

    /** The members without their order, and without what differs by agreement: version, time and the list of commands. */
    static Object comparable(String line) {
        return comparable("", Json.parse(line.getBytes(StandardCharsets.US_ASCII)));
    }

    static List<Object> comparable(List<String> lines) {
        return lines.stream().map(Dialogue::comparable).toList();
    }

    private static Object comparable(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = Json.object();
            map.forEach((key, member) -> members.put((String) key, comparable((String) key, member)));
            return members;
        }
        if (value instanceof List<?> list) {
            return name.equals("capabilities")
                    ? "a list"
                    : list.stream().map(element -> comparable("", element)).toList();
        }
        return switch (name) {
            // What a move has measured.
            case "total-time", "setup-time", "downtime", "mbps", "transferred", "precopy-bytes", "duplicate" ->
                value.getClass();
            case "seconds", "microseconds", "micro", "minor", "major", "package", "compiled-version" ->
                value.getClass();
            default -> value;
        };
    }
}
