package dev.caraway.codecs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The C codecs, in the folder that {@code -Dc.codecs=} names. */
final class PeerCodecs {

    /** @param speed millions of bytes of pixels a second */
    record Figures(double speed, double ratio) {}

    private final Path program;
    private final List<String> names;

    private PeerCodecs(Path program) throws IOException, InterruptedException {
        this.program = program;
        this.names = run("codecs").lines().toList();
    }

    /** Null if none are named. */
    static @Nullable PeerCodecs find() throws IOException, InterruptedException {
        String folder = System.getProperty("c.codecs");
        if (folder == null) {
            return null;
        }
        Path program = Path.of(folder).resolve("c_codecs");
        if (!Files.isExecutable(program)) {
            throw new IllegalArgumentException(
                    "c.codecs: expected a folder with c_codecs (codecs/src/bench/c/build.sh makes it), got " + folder);
        }
        return new PeerCodecs(program);
    }

    boolean has(String codec) {
        return names.contains(codec);
    }

    Figures measure(String codec, int millis, Path images) throws IOException, InterruptedException {
        String[] figures = run("measure", codec, Integer.toString(millis), images.toString())
                .trim()
                .split(" ", -1);
        return new Figures(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(command + ": expected status 0, got " + status);
        }
        return answer;
    }
}
