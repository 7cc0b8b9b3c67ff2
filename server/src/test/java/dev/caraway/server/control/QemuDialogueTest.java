package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.event.MigrationStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares every answer with the one that QEMU gave, field by field. */
class QemuDialogueTest {

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
        List<Dialogue.Turn> turns = Dialogue.recorded(recording).turns();
        assertThat(turns).hasSizeGreaterThan(60);
        for (Dialogue.Turn turn : turns) {
            if (!turn.happened().isEmpty()) {
                happens(turn.happened(), client.server.migration);
            }
            List<String> answers = turn.sent().isEmpty() ? client.lines() : client.ask(turn.bytes());
            assertThat(Dialogue.comparable(answers))
                    .as("answers to %s%s", turn.sent(), turn.happened())
                    .isEqualTo(Dialogue.comparable(turn.expected()));
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
}
