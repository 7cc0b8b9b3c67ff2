package dev.caraway.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.structure.SourceTree.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TidyTest {

    private static final String DISPLAY = "server/src/main/java/dev/caraway/server/display/";
    private static final String DISPLAY_TEST = "server/src/test/java/dev/caraway/server/display/";

    private static final List<Source> SOURCES = SourceTree.sources();

    @Test
    void everySourceIsLookedAt() {
        assertThat(SOURCES.stream().map(Source::path))
                .contains(
                        DISPLAY + "DisplayPipe.java",
                        "protocol/src/main/java/dev/caraway/protocol/wire/Bytes.java",
                        "integration-tests/src/test/java/dev/caraway/it/structure/TidyTest.java");
    }

    @Test
    void everySourceIsTidy() {
        assertThat(SOURCES.stream().flatMap(Tidy::violations)).isEmpty();
    }

    @Test
    void packagesSayWhatTheMapSays() {
        Map<String, String> sentences = new TreeMap<>();
        SOURCES.stream()
                .filter(source -> source.isPackageInfo() && !source.isTest())
                .forEach(source -> sentences.put(source.packageName(), CodeMap.firstSentence(source)));

        assertThat(sentences).isEqualTo(CodeMap.rows(SourceTree.document("docs/ARCHITECTURE.md")));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        TreeSet<String> silent = new TreeSet<>();
        SOURCES.forEach(source -> silent.add(source.packageName()));
        SOURCES.stream().filter(Source::isPackageInfo).forEach(source -> silent.remove(source.packageName()));
        // Tests of a package lie in the package, or in one below it that exists for the tests alone.
        silent.remove("dev.caraway.protocol.transcript");

        assertThat(silent).isEmpty();
    }

    @Test
    void everyRuleFindsItsBreach() {
        Stream<Source> untidy = Stream.of(
                new Source(DISPLAY + "Locked.java", "synchronized void draw() {}"),
                new Source(DISPLAY + "Locked.java", "private volatile int frames;"),
                new Source(DISPLAY_TEST + "SleepyTest.java", "Thread.sleep(100);"),
                new Source(DISPLAY + "Fast.java", "LZ4Factory.fastestInstance();"),
                new Source(DISPLAY_TEST + "LazyTest.java", "@Disabled class LazyTest {}"),
                new Source(DISPLAY + "Later.java", "// TO" + "DO draw"),
                new Source(DISPLAY + "Loose.java", "/** Invar" + "iant: it is so. */"),
                new Source("server/src/main/java/dev/caraway/server/util/Strings.java", "class Strings {}"));

        assertThat(untidy)
                .allSatisfy(source -> assertThat(Tidy.violations(source)).hasSize(1));
    }

    @Test
    void whatIsTidyIsFine() {
        Stream<Source> tidy = Stream.of(
                new Source(DISPLAY + "Free.java", "/** Nothing here is synchronized. */ class Free {}"),
                new Source(DISPLAY + "Free.java", "String text = \"volatile\";"),
                new Source(DISPLAY + "Free.java", "/** INVARIANT: it is so. */"),
                new Source("server/src/main/java/dev/caraway/server/transport/Loops.java", "synchronized (this) {}"));

        assertThat(tidy.flatMap(Tidy::violations)).isEmpty();
    }

    @Test
    void aRowOfTheMapIsReadAsASentence() {
        String document = """
                | package | what lives there |
                |---|---|
                | `server.cache` | mirrors of `x` and of y |
                """;

        assertThat(CodeMap.rows(document))
                .containsExactly(Map.entry("dev.caraway.server.cache", "Mirrors of `x` and of y."));
    }

    @Test
    void thePackageSentenceIsTheFirstOne() {
        Source source = new Source(DISPLAY + "package-info.java", """
                /**
                 * Mirrors of {@code x} (1.5 of them)
                 * and of y. Another sentence.
                 *
                 * <p>More.
                 */
                package dev.caraway.server.display;
                """);

        assertThat(CodeMap.firstSentence(source)).isEqualTo("Mirrors of `x` (1.5 of them) and of y.");
    }
}
