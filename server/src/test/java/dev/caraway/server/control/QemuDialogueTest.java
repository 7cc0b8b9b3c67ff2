package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.event.MigrationStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares every answer with the one that QEMU gave, field by field. */
class QemuDialogueTest {

    /**
     * One thing that was sent, or that became of a move by itself; what QEMU told, and what we tell instead where that is
     * another thing.
     */
    private record Turn(String sent, String happened, List<String> theirs, List<String> ours) {

        Turn(String sent, String happened) {
            this(sent, happened, new ArrayList<>(), new ArrayList<>());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "qemu-7.2-dialogue.txt, PRELAUNCH",
        "qemu-7.2-machine-dialogue.txt, PRELAUNCH",
        "qemu-7.2-leaving-dialogue.txt, RUNNING",
        "qemu-7.2-arriving-dialogue.txt, INMIGRATE",
    })
    void everyAnswerIsQemusOwnExceptWhereTheRecordingSaysWhyNot(String recording, GuestStatus status)
            throws IOException {
        FakeClient client = new FakeClient();
        client.server.status = status;
        List<Turn> turns = recorded(recording);
        assertThat(turns).hasSizeGreaterThan(60);
        for (Turn turn : turns) {
            if (!turn.happened.isEmpty()) {
                happens(turn.happened, client.server.migration);
            }
            List<String> answers =
                    turn.sent.isEmpty() ? client.lines() : client.ask(turn.sent.getBytes(StandardCharsets.ISO_8859_1));
            List<String> expected = turn.ours.isEmpty() ? turn.theirs : turn.ours;
            assertThat(answers.stream().map(QemuDialogueTest::comparable))
                    .as("answers to %s%s", turn.sent, turn.happened)
                    .containsExactlyElementsOf(
                            expected.stream().map(QemuDialogueTest::comparable).toList());
        }
        assertThat(client.closed).as("closed after quit").isTrue();
    }

    private static void happens(String what, ScriptedMigration migration) {
        if (what.startsWith("pass ")) {
            migration.pass();
        } else if (what.startsWith("failed ")) {
            migration.fail(what.substring("failed ".length()));
        } else if (what.equals("clients migrated")) {
            migration.migrateClients();
        } else if (what.equals("paused")) {
            migration.standStill();
        } else if (what.equals("resumed")) {
            migration.letRun();
        } else {
            migration.reach(
                    MigrationStatus.valueOf(what.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
    }

    private static List<Turn> recorded(String recording) throws IOException {
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("", ""));
        try (InputStream in = Objects.requireNonNull(QemuDialogueTest.class.getResourceAsStream(recording))) {
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
            // What a move has measured.
            case "total-time", "setup-time", "downtime", "mbps", "transferred", "precopy-bytes", "duplicate" ->
                value.getClass();
            case "seconds", "microseconds", "micro", "minor", "major", "package", "compiled-version" ->
                value.getClass();
            default -> value;
        };
    }
}
