package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a guest in the hands of those who manage machines: it moves again and again, loses its target, is called
 * back, and moves on. One spice-gtk stays with it from the first host to the last.
 */
@Tag("client")
@Timeout(180)
class ManagedStoryTest {

    private static final String TERM = "1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385";
    private static final String PASSWORD = "a b";

    /** A time, a level and the sentence. */
    private static final Pattern LOG_LINE = Pattern.compile("[0-9:.]+ (INFO|WARN) +(.*)");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private ManagedHost here;
    private HeadlessClient client;
    private int hosts;
    private int key = 30;

    @BeforeEach
    void connect() {
        here = host();
        client = HeadlessClient.connect(processes, directory, here.caraway().uri(), "--password", PASSWORD);
    }

    @Test
    void libvirtMovesOnWhateverHasHappenedBefore() throws IOException {
        ManagedHost first = here;
        ManagedHost second = target("defer");
        libvirtMovesTo(second);
        assertThat(milestones(first))
                .containsSubsequence(
                        "migration Announced",
                        "migration Started",
                        "guest Standing still",
                        "migration Waiting before the switchover",
                        "migration Completed",
                        "migration No client needs this server any more",
                        "server Closed")
                .containsSubsequence(
                        "s1/main-0 Linked",
                        "s1 Sent to link itself to the target",
                        "s1 Linked to the target",
                        "s1 Handed over to the target")
                .contains("s1/display-0 Linked", "s1/inputs-0 Linked", "s1/cursor-0 Linked", "s1 Gone")
                .doesNotHaveDuplicates();
        assertThat(milestones(second))
                .containsSubsequence("s1/main-0 Linked", "s1 Arrived")
                .containsSubsequence("migration A guest is coming", "migration Completed", "guest Running")
                .contains("s1 Coming from another host")
                .doesNotHaveDuplicates();

        libvirtMovesTo(target("defer"));

        ManagedHost dying = target("defer");
        try (ControlPortClient from = here.control();
                ControlPortClient to = dying.control()) {
            new ManagementPrograms(from, to).libvirtLosesTheTarget(at(dying), () -> end(dying, "KILL"));
        }
        assertTypes();
        assertThat(milestones(here))
                .containsSubsequence("migration Started", "migration Failed", "migration Clients stay here");

        ManagedHost unwanted = target("defer");
        try (ControlPortClient from = here.control();
                ControlPortClient to = unwanted.control()) {
            new ManagementPrograms(from, to).libvirtCancels(at(unwanted));
        }
        assertTypes();
        assertThat(milestones(here)).contains("migration Cancelled");
        end(unwanted, "TERM");

        libvirtMovesTo(target("defer"));
        assertStayedAllTheWay();
    }

    @Test
    void vdsmMovesOnWhateverHasHappenedBefore() throws IOException {
        ManagedHost dying = target("defer");
        try (ControlPortClient from = here.control();
                ControlPortClient to = dying.control()) {
            new ManagementPrograms(from, to).vdsmLosesTheTarget(at(dying), now(), () -> end(dying, "KILL"));
        }
        assertTypes();
        ManagedHost unwanted = target("defer");
        try (ControlPortClient from = here.control();
                ControlPortClient to = unwanted.control()) {
            new ManagementPrograms(from, to).vdsmCancels(at(unwanted), now());
        }
        assertTypes();
        ManagedHost target = target("defer");
        try (ControlPortClient from = here.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to).vdsm(at(target), now());
            hasMovedTo(target, from);
        }
        assertStayedAllTheWay();
    }

    @Test
    void proxmoxMovesOnWhateverHasHappenedBefore() throws IOException {
        ManagedHost dying = target("tcp:127.0.0.1:0");
        try (ControlPortClient from = here.control();
                ControlPortClient to = dying.control()) {
            new ManagementPrograms(from, to)
                    .proxmoxLosesTheTarget(at(dying), dying.incomingUri(), () -> end(dying, "KILL"));
        }
        assertTypes();
        ManagedHost unwanted = target("tcp:127.0.0.1:0");
        try (ControlPortClient from = here.control();
                ControlPortClient to = unwanted.control()) {
            new ManagementPrograms(from, to).proxmoxCancels(at(unwanted), unwanted.incomingUri());
            to.execute("quit", "");
        }
        assertTypes();
        ManagedHost target = target("tcp:127.0.0.1:0");
        try (ControlPortClient from = here.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to).proxmox(at(target), target.incomingUri());
            hasMovedTo(target, from);
        }
        assertStayedAllTheWay();
    }

    private void libvirtMovesTo(ManagedHost target) throws IOException {
        try (ControlPortClient from = here.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to).libvirt(at(target));
            hasMovedTo(target, from);
        }
    }

    /** Ends the host that the guest has left, as management does, and types at the other. */
    private void hasMovedTo(ManagedHost target, ControlPortClient from) throws IOException {
        from.execute("quit", "");
        assertThat(here.caraway().process().awaitEnd()).isZero();
        here = target;
        assertTypes();
    }

    /** What the user types comes to the guest, wherever it is. */
    private void assertTypes() {
        key++;
        client.say("key-down " + key, "key-up " + key);
        List<String> typed = List.of("+" + key, "-" + key);
        client.process().awaitThat("key " + key, () -> here.inputs().keys().containsAll(typed));
    }

    private void assertStayedAllTheWay() {
        client.awaitPicture(TERM);
        assertThat(client.process().output())
                .noneMatch(line -> line.contains("\"disconnected\"") || line.contains("\"switching\""));
        assertThat(client.process().output().stream().filter(line -> line.contains("\"event\": \"primary\"")))
                .as("shown anew")
                .hasSize(1);
        assertThat(here.caraway().process().errors())
                .noneMatch(line -> line.contains("LEAK") || line.contains("ERROR"));
    }

    /** What a host has logged, without times and figures. */
    private static List<String> milestones(ManagedHost host) {
        return host.caraway().process().errors().stream()
                .map(LOG_LINE::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(2).replaceFirst(" [A-Za-z]+=.*", ""))
                .toList();
    }

    private static ManagementPrograms.Clients at(ManagedHost host) {
        return ManagementPrograms.Clients.plain(host.caraway().port(""), PASSWORD);
    }

    private static void end(ManagedHost host, String signal) {
        host.caraway().process().signal(signal);
        host.caraway().process().awaitEnd();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private ManagedHost target(String incoming) {
        return host("-S", "--incoming", incoming);
    }

    private ManagedHost host(String... options) {
        hosts++;
        return ManagedHost.start(processes, directory, "host" + hosts, "port=0,password=" + PASSWORD, options);
    }
}
