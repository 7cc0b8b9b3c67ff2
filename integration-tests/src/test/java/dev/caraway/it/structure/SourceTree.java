package dev.caraway.it.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own sources, as they lie in the tree. */
final class SourceTree {

    private static final List<String> MODULES =
            List.of("protocol", "codecs", "migration", "server", "integration-tests");

    /**
     * One source file.
     *
     * @param path from the root, with forward slashes
     */
    record Source(String path, String text) {

        boolean isTest() {
            return path.contains("/src/test/") || path.contains("/src/bench/");
        }

        boolean isPackageInfo() {
            return path.endsWith("/package-info.java");
        }

        /** The package by its directory. */
        String packageName() {
            String directory = path.substring(path.indexOf("/java/") + "/java/".length(), path.lastIndexOf('/'));
            return directory.replace('/', '.');
        }

        /** The text without comments and without what stands in quotes. */
        String code() {
            return text.replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"")
                    .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"")
                    .replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("//[^\n]*", "");
        }
    }

    private SourceTree() {}

    /** Every Java source of every module. */
    static List<Source> sources() {
        Path root = root();
        return MODULES.stream()
                .flatMap(module -> javaFiles(root.resolve(module).resolve("src")))
                .map(file -> new Source(root.relativize(file).toString().replace('\\', '/'), read(file)))
                .toList();
    }

    /** A document by its path from the root. */
    static String document(String path) {
        return read(root().resolve(path));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("protocol/src"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("sources: expected to run inside the project");
            }
        }
        return directory;
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
