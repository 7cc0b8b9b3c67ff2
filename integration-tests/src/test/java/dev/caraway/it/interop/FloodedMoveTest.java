package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody says thousands of wrong lines to a control port while somebody else moves the guest, with its viewer. */
@Tag("client")
@Timeout(180)
class FloodedMoveTest {

    private static final int MOVES = 3;

    /** So many times as long as in quiet may a move take: the flood itself wants a share of the processors. */
    private static final long TIMES = 5;

    /** So much one move differs from another where other programs want the same processors. */
    private static final long NOISE_MILLIS = 500;

    private static final Pattern DOWNTIME = Pattern.compile("\"downtime\": ([0-9]+)");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    /**
     * One move.
     *
     * @param millis from the command until no client needs the source any more
     * @param downtimeMillis for which the guest stood still
     */
    private record Move(long millis, long downtimeMillis) {}

    @Test
    void moveDoesNotNoticeTenThousandHostileLinesASecond() throws IOException {
        List<Move> quiet = new ArrayList<>();
        List<Move> flooded = new ArrayList<>();
        for (int i = 0; i < MOVES; i++) {
            quiet.add(move("quiet" + i, false));
            flooded.add(move("flooded" + i, true));
        }
        assertMuchTheSame(quiet, flooded, Move::millis);
        assertMuchTheSame(quiet, flooded, Move::downtimeMillis);
    }

    /** By their medians, which one move that had to wait for something else does not change. */
    private static void assertMuchTheSame(List<Move> quiet, List<Move> flooded, ToLongFunction<Move> figure) {
        assertThat(median(flooded, figure))
                .as("in quiet: %s; under %d hostile lines a second: %s", quiet, HostileFlood.LINES_PER_SECOND, flooded)
                .isLessThanOrEqualTo(Math.max(NOISE_MILLIS, TIMES * median(quiet, figure)));
    }

    private static long median(List<Move> moves, ToLongFunction<Move> figure) {
        return moves.stream().mapToLong(figure).sorted().toArray()[moves.size() / 2];
    }

    private Move move(String name, boolean isFlooded) throws IOException {
        Path place = Files.createDirectory(directory.resolve(name));
        CarawayProcess source = host(place, "source", "--qmp", address(place.resolve("other")));
        CarawayProcess target = host(place, "target", "--incoming", "defer");
        HeadlessClient client = HeadlessClient.connect(processes, place, source.uri());
        client.await("\"event\": \"primary\"");
        try (ControlPortClient from = ControlPortClient.connect(place.resolve("source"));
                ControlPortClient to = ControlPortClient.connect(place.resolve("target"))) {
            to.execute("migrate-incoming", "'uri':'tcp:127.0.0.1:0'");
            String awaited = to.execute("query-migrate", "");
            from.execute("client_migrate_info", "'protocol':'spice','hostname':'127.0.0.1','port':" + target.port(""));
            from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"linked\"");
            String uri = "tcp:127.0.0.1:" + find(Pattern.compile("\"port\": \"([0-9]+)\""), awaited);
            Move move = isFlooded ? flooded(place.resolve("other"), from, uri) : timed(from, uri);
            from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"handed-over\"");
            assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
            from.execute("quit", "");
            assertThat(source.process().awaitEnd()).isZero();
            return move;
        } finally {
            client.process().kill();
            target.process().kill();
        }
    }

    private static Move flooded(Path other, ControlPortClient from, String uri) throws IOException {
        try (HostileFlood flood = HostileFlood.begin(other)) {
            Move move = timed(from, uri);
            long sent = flood.sent();
            long answered = flood.answered();
            // It has not been throttled away: it flows on.
            Patience.until("more of the flood", () -> flood.sent() > sent && flood.answered() > answered);
            return move;
        }
    }

    private static Move timed(ControlPortClient from, String uri) throws IOException {
        long began = System.nanoTime();
        from.execute("migrate", "'uri':'" + uri + "'");
        from.awaitEvent("SPICE_MIGRATE_COMPLETED");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        String told = from.execute("query-migrate", "");
        assertThat(told).contains("\"completed\"");
        return new Move(millis, Long.parseLong(find(DOWNTIME, told)));
    }

    private CarawayProcess host(Path place, String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--spice", "port=0", "--qmp", address(place.resolve(name))));
        all.addAll(List.of(options));
        return CarawayProcess.start(processes, all.toArray(String[]::new));
    }

    private static String address(Path socket) {
        return "unix:" + socket + ",server=on,wait=off";
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
