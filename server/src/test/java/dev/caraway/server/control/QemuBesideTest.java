package dev.caraway.server.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    /** Commands that change the state, that write files, or whose answers tell what each can do. */
    private static final Set<String> IN_RECORDINGS = Set.of(
            "quit",
            "stop",
            "cont",
            "migrate",
            "screendump",
            "query-commands",
            "query-qmp-schema",
            "query-migrate-capabilities");

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

    @Test
    void bothKnowEveryCommandOfOurs() throws Exception {
        try (PairOfMachines pair = PairOfMachines.start(directory, PairOfMachines.Start.STANDING)) {
            answers(pair, "{'execute':'qmp_capabilities','id':$ID}", 1);
            pair.theirs().say("{'execute':'query-commands','id':2}".getBytes(US_ASCII));
            String known = String.join("", pair.theirs().hearAnswer(2));
            assertThat(Commands.all())
                    .map(Command::name)
                    .filteredOn(name -> !name.startsWith("__"))
                    .hasSizeGreaterThan(25)
                    .allSatisfy(name -> assertThat(known).contains("{\"name\": \"" + name + "\"}"));
        }
    }

    @Test
    void bothAnswerFittingArgumentsAlikeInEveryStateOfAGuestThatLeaves() throws Exception {
        try (Conversation both = new Conversation(PairOfMachines.start(directory, PairOfMachines.Start.STANDING))) {
            both.sayAll(fittingLines(Set.of()));
            both.say("{'execute':'cont','id':$ID}");
            both.sayAll(fittingLines(Set.of()));
            both.say("{'execute':'stop','id':$ID}");
            both.sayAll(fittingLines(Set.of()));
            both.leave("pre-switchover");
            both.sayAll(fittingLines(Set.of("migrate_cancel", "migrate-continue", "query-migrate")));
            both.say("{'execute':'migrate-continue','id':$ID,'arguments':{'state':'pre-switchover'}}");
            both.awaitMove("completed");
            both.sayAll(fittingLines(Set.of("query-migrate")));
            assertThat(both.differences).isEmpty();
        }
    }

    @Test
    void bothAnswerFittingArgumentsAlikeWhileAGuestIsAwaited() throws Exception {
        try (Conversation both = new Conversation(PairOfMachines.start(directory, PairOfMachines.Start.AWAITING))) {
            // What those two say else is in the recording of a guest that arrives.
            both.sayAll(fittingLines(Set.of("migrate-incoming", "client_migrate_info")));
            assertThat(both.differences).isEmpty();
        }
    }

    private static List<String> fittingLines(Set<String> others) {
        List<String> lines = Commands.all().stream()
                .filter(command -> !command.name().startsWith("__")
                        && !IN_RECORDINGS.contains(command.name())
                        && !others.contains(command.name()))
                .flatMap(command -> new FittingArguments(command).lines().stream())
                // What block devices and compressors make of these nobody here could tell.
                .filter(line -> !line.contains("'block-bitmap-mapping':[{") && !line.contains("'multifd-z"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(500);
        return lines;
    }

    /** Says the same to both, and keeps what they do not answer alike. */
    private static final class Conversation implements AutoCloseable {

        private final PairOfMachines pair;
        private final List<String> differences = new ArrayList<>();
        private int id;

        Conversation(PairOfMachines pair) throws IOException, InterruptedException {
            this.pair = pair;
            say("{'execute':'qmp_capabilities','id':$ID}");
        }

        void sayAll(List<String> lines) throws IOException, InterruptedException {
            // A password that has run out is of any length for QEMU.
            say("{'execute':'expire_password','id':$ID,'arguments':{'protocol':'spice','time':'never'}}");
            for (String line : lines) {
                say(line);
            }
        }

        void say(String line) throws IOException, InterruptedException {
            id++;
            differences.addAll(answers(pair, line, id));
        }

        /** Moves both guests to where nobody takes them, until the moves stand like this. */
        void leave(String status) throws IOException, InterruptedException {
            say("{'execute':'migrate-set-parameters','id':$ID,'arguments':"
                    + "{'max-bandwidth':9007199254740991,'tls-creds':'','tls-hostname':'','tls-authz':''}}");
            say("{'execute':'migrate-set-capabilities','id':$ID,'arguments':"
                    + "{'capabilities':[{'capability':'pause-before-switchover','state':true}]}}");
            id++;
            ask(pair.theirs(), "'migrate','arguments':{'uri':'exec:cat>/dev/null'}");
            ask(pair.ours(), "'migrate','arguments':{'uri':'discard:'}");
            awaitMove(status);
        }

        void awaitMove(String status) throws IOException, InterruptedException {
            for (Peer each : List.of(pair.theirs(), pair.ours())) {
                String reply;
                do {
                    id++;
                    reply = ask(each, "'query-migrate'");
                } while (!reply.contains("\"" + status + "\""));
            }
        }

        private String ask(Peer peer, String command) throws IOException, InterruptedException {
            peer.say(("{'id':" + id + ",'execute':" + command + "}").getBytes(US_ASCII));
            return String.join("", peer.hearAnswer(id));
        }

        @Override
        public void close() throws IOException {
            pair.close();
        }
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
            List<String> their = hear(pair.theirs(), turn, turn.theirs().size());
            List<String> our = hear(pair.ours(), turn, turn.expected().size()).stream()
                    .map(line -> line.replace("\"port\": \"" + ourIncoming, "\"port\": \"" + theirIncoming))
                    .toList();
            // Where ours is another answer by agreement, it is that one; everywhere else it is what QEMU says now.
            if (!pair.areAlike(our, turn.ours().isEmpty() ? their : turn.ours())) {
                differences.add(difference(turn.sent() + turn.happened(), their, our));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> hear(Peer peer, Dialogue.Turn turn, int count) throws InterruptedException {
        try {
            return peer.hear(count);
        } catch (AssertionError e) {
            throw new AssertionError(turn.sent() + turn.happened() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Dialogue.Turn turn, int incoming) {
        return turn.sent().replace(RECORDED, "127.0.0.1:" + incoming).getBytes(ISO_8859_1);
    }

    private static String difference(String said, List<String> their, List<String> our) {
        return said + "\n  QEMU " + their + "\n  ours " + our;
    }
}
