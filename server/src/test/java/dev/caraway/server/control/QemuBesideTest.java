package dev.caraway.server.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A QEMU and a Caraway side by side hear the same lines, good and bad, and answer the same. Where they differ on purpose is
 * written in the recorded dialogues alone.
 */
@Tag("client")
@Timeout(120)
class QemuBesideTest {

    /** Where the machine of the recording awaits another; two machines cannot both wait there. */
    private static final String RECORDED = "127.0.0.1:4467";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"qemu-7.2-dialogue.txt", "qemu-7.2-machine-dialogue.txt"})
    void bothAnswerARecordedDialogueAlikeExceptWhereItSaysWhyNot(String recording) throws Exception {
        try (PairOfMachines pair = PairOfMachines.start(directory, PairOfMachines.Start.STANDING)) {
            compare(pair, Dialogue.recorded(recording).turns());
            assertThat(pair.theirs().hearToEnd()).isEmpty();
            assertThat(pair.ours().hearToEnd()).isEmpty();
        }
    }

    /** Up to the move that needs another machine at the other end. */
    @ParameterizedTest
    @CsvSource({"qemu-7.2-leaving-dialogue.txt, RUNNING, pass 1", "qemu-7.2-arriving-dialogue.txt, AWAITING, active"})
    void bothPrepareAMoveAlikeAndFailAlike(String recording, PairOfMachines.Start how, String move) throws Exception {
        List<Dialogue.Turn> turns = Dialogue.recorded(recording).turns();
        int end = 0;
        while (!turns.get(end).happened().equals(move)) {
            end++;
        }
        try (PairOfMachines pair = PairOfMachines.start(directory, how)) {
            // The command that began it stays unsaid too, and "cont", which starts a guest here that nobody was told to
            // bring.
            compare(
                    pair,
                    turns.subList(0, end - 1).stream()
                            .filter(turn -> how != PairOfMachines.Start.AWAITING
                                    || !turn.sent().contains("\"cont\""))
                            .toList());
        }
    }

    @Test
    void bothRefuseWrongArgumentsOfEveryCommandAlike() throws Exception {
        List<String> lines = new ArrayList<>();
        Commands.all().stream()
                .filter(command -> !command.name().startsWith("__"))
                .forEach(command -> lines.addAll(new WrongArguments(command).lines()));
        assertThat(lines).hasSizeGreaterThan(1_500);
        List<String> differences = new ArrayList<>();
        try (PairOfMachines pair = PairOfMachines.start(directory, PairOfMachines.Start.STANDING)) {
            int id = 1;
            answers(pair, "{'execute':'qmp_capabilities','id':$ID}", id);
            for (String line : lines) {
                id++;
                differences.addAll(answers(pair, line, id));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** What both say to a command, if that is not the same; {@code $ID} in it stands for its id. */
    private static List<String> answers(PairOfMachines pair, String line, int id)
            throws IOException, InterruptedException {
        byte[] bytes = line.replace("$ID", String.valueOf(id)).getBytes(US_ASCII);
        pair.theirs().say(bytes);
        pair.ours().say(bytes);
        List<String> their = pair.theirs().hearAnswer(id);
        List<String> our = pair.ours().hearAnswer(id);
        return pair.areAlike(our, their) ? List.of() : List.of(difference(line, their, our));
    }

    private static void compare(PairOfMachines pair, List<Dialogue.Turn> turns)
            throws IOException, InterruptedException {
        assertThat(turns).hasSizeGreaterThan(40);
        List<String> differences = new ArrayList<>();
        int theirIncoming = PairOfMachines.freePort();
        int ourIncoming = PairOfMachines.freePort();
        for (Dialogue.Turn turn : turns) {
            pair.theirs().say(bytes(turn, theirIncoming));
            pair.ours().say(bytes(turn, ourIncoming));
            List<String> their = pair.theirs().hear(turn.theirs().size());
            List<String> our = pair.ours().hear(turn.expected().size()).stream()
                    .map(line -> line.replace("\"port\": \"" + ourIncoming, "\"port\": \"" + theirIncoming))
                    .toList();
            // Where ours is another answer by agreement, it is that one; everywhere else it is what QEMU says now.
            if (!pair.areAlike(our, turn.ours().isEmpty() ? their : turn.ours())) {
                differences.add(difference(turn.sent() + turn.happened(), their, our));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static byte[] bytes(Dialogue.Turn turn, int incoming) {
        return turn.sent().replace(RECORDED, "127.0.0.1:" + incoming).getBytes(ISO_8859_1);
    }

    private static String difference(String said, List<String> their, List<String> our) {
        return said + "\n  QEMU " + their + "\n  ours " + our;
    }
}
