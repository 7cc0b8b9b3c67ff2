package dev.caraway.codecs.bench;

import dev.caraway.codecs.bench.PeerCodecs.Figures;
import dev.caraway.codecs.pixel.Raster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures every codec on every image and prints one table, a row as soon as it is known.
 *
 * <p>The C codec and ours run in turn (C, ours, C, ours), each time in a fresh process, so that a machine that is slower for a
 * while is slower for both. Figures are the means of the rounds.
 */
public final class CodecTable {

    private static final int ROUNDS = Integer.getInteger("rounds", 2);
    private static final int PEER_MILLIS = 700;
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);
    private static final String UNKNOWN = "-";

    private final PrintStream out;
    private final @Nullable PeerCodecs peers;
    private final boolean countAllocation = "gc".equals(System.getProperty("prof"));

    private CodecTable(PrintStream out, @Nullable PeerCodecs peers) {
        this.out = out;
        this.peers = peers;
    }

    /** Takes no arguments; {@code ./bench} and {@code docs/development/benchmarking.md} tell the system properties. */
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        try {
            new CodecTable(System.out, PeerCodecs.find()).print();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private void print() throws IOException, InterruptedException, RunnerException {
        printMachine();
        line("codec", "image", "MB/s", "ratio", "C MB/s", "C ratio", "speed/C", "ratio/C", "spread", "B/image");
        for (BenchmarkedCodec codec : codecs()) {
            for (String name : BenchmarkImages.names()) {
                printRow(codec, BenchmarkImages.named(name));
            }
        }
        if (peers == null) {
            out.println(
                    "The C columns are empty: no -Dc.codecs=DIR (codecs/src/bench/c/build.sh makes such a folder).");
        }
    }

    private void printRow(BenchmarkedCodec codec, BenchmarkImages images)
            throws IOException, InterruptedException, RunnerException {
        List<Raster> rasters = images.rasters();
        long compressed = CodecBenchmark.compressOnce(
                codec.fresh(), rasters.toArray(new Raster[0]), new byte[BenchmarkImages.roomFor(rasters)]);
        double ratio = images.pixelBytes() / (double) compressed;
        Path file = Files.createTempFile("images", ".raw");
        try {
            images.writeTo(file);
            Samples ours = new Samples();
            Samples theirs = new Samples();
            double peerRatio = 0;
            double allocated = 0;
            for (int round = 0; round < ROUNDS; round++) {
                if (peers != null && peers.has(codec.peerName())) {
                    Figures figures = peers.measure(codec.peerName(), PEER_MILLIS, file);
                    theirs.add(figures.speed());
                    peerRatio = figures.ratio();
                }
                RunResult result = runBenchmark(codec, images.name());
                ours.add(images.pixelBytes() * 1e3 / result.getPrimaryResult().getScore());
                allocated = allocatedBytes(result) / rasters.size();
            }
            boolean compared = peerRatio > 0;
            line(
                    codec.label(),
                    images.name(),
                    number("%.0f", ours.mean()),
                    number("%.2f", ratio),
                    compared ? number("%.0f", theirs.mean()) : UNKNOWN,
                    compared ? number("%.2f", peerRatio) : UNKNOWN,
                    compared ? number("%.2f", ours.mean() / theirs.mean()) : UNKNOWN,
                    compared ? number("%.2f", ratio / peerRatio) : UNKNOWN,
                    number("%.0f%%", 100 * Math.max(ours.spread(), theirs.spread())),
                    countAllocation ? number("%.0f", allocated) : UNKNOWN);
        } finally {
            Files.delete(file);
        }
    }

    private RunResult runBenchmark(BenchmarkedCodec codec, String images) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName() + ".pass")
                .param("codec", codec.name())
                .param("images", images)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(ITERATION)
                .measurementIterations(3)
                .measurementTime(ITERATION)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (countAllocation) {
            options.addProfiler(GCProfiler.class);
        }
        return new Runner(options.build()).runSingle();
    }

    /** Bytes of garbage that a pass leaves. */
    private static double allocatedBytes(RunResult result) {
        for (Result<?> secondary : result.getSecondaryResults().values()) {
            if (secondary.getLabel().endsWith("gc.alloc.rate.norm")) {
                return secondary.getScore();
            }
        }
        return 0;
    }

    private static List<BenchmarkedCodec> codecs() {
        String named = System.getProperty("codecs");
        return named == null
                ? List.of(BenchmarkedCodec.values())
                : Arrays.stream(named.toUpperCase(Locale.ROOT).split(","))
                        .map(BenchmarkedCodec::valueOf)
                        .toList();
    }

    private void printMachine() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        String processor = Files.isReadable(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .orElse("unknown")
                : "unknown";
        out.println("%d cores, %s; Java %s (%s)"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor")));
    }

    private void line(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append((i < 2 ? "%-10s" : "%9s").formatted(cells[i]));
        }
        out.println(line.toString().stripTrailing());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** One figure, measured several times. */
    private static final class Samples {

        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        double mean() {
            return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        /** How far the largest lies above the smallest, as a part of the mean. */
        double spread() {
            double largest =
                    values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            double smallest =
                    values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
            return values.isEmpty() ? 0 : (largest - smallest) / mean();
        }
    }
}
