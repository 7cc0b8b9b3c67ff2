package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every answer with the one that QEMU gave, field by field. */
class QemuDialogueTest {

    /** One thing that was sent, what QEMU answered, and what we answer instead where that is another thing. */
    private record Turn(String sent, List<String> theirs, List<String> ours) {}

    @ParameterizedTest
    @ValueSource(strings = {"qemu-7.2-dialogue.txt", "qemu-7.2-machine-dialogue.txt"})
    void everyAnswerIsQemusOwnExceptWhereTheRecordingSaysWhyNot(String recording) throws IOException {
        FakeClient client = new FakeClient();
        List<Turn> turns = recorded(recording);
        assertThat(turns).hasSizeGreaterThan(80);
        for (Turn turn : turns) {
            List<String> answers =
                    turn.sent.isEmpty() ? client.lines() : client.ask(turn.sent.getBytes(StandardCharsets.ISO_8859_1));
            List<String> expected = turn.ours.isEmpty() ? turn.theirs : turn.ours;
            assertThat(answers.stream().map(QemuDialogueTest::comparable))
                    .as("answers to %s", turn.sent)
                    .containsExactlyElementsOf(
                            expected.stream().map(QemuDialogueTest::comparable).toList());
        }
        assertThat(client.closed).as("closed after quit").isTrue();
    }

    private static List<Turn> recorded(String recording) throws IOException {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("", new ArrayList<>(), new ArrayList<>()));
        try (InputStream in = Objects.requireNonNull(QemuDialogueTest.class.getResourceAsStream(recording))) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                Turn last = turns.get(turns.size() - 1);
                if (line.startsWith("> ")) {
                    String sent = (String) Json.parse(line.substring(2).getBytes(StandardCharsets.US_ASCII));
                    turns.add(new Turn(sent, new ArrayList<>(), new ArrayList<>()));
                } else if (line.startsWith("< ")) {
                    last.theirs.add(line.substring(2));
                } else if (line.startsWith("~ ")) {
                    last.ours.add(line.substring(2));
                }
            });
        }
        return turns;
    }

    /** The members without their order, and without what differs by agreement: version, time and the list of commands. */
    private static Object comparable(String line) {
        return comparable("", Json.parse(line.getBytes(StandardCharsets.US_ASCII)));
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
            case "seconds", "microseconds", "micro", "minor", "major", "package", "compiled-version" ->
                value.getClass();
            default -> value;
        };
    }
}
