package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The lines that the guide shows are lines of the example. */
class GuideTest {

    private static final Path GUIDE = Path.of("../docs/guides/embedding.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/caraway/it/monitor/BoardGuest.java");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    @Test
    void javaInTheGuideIsThatOfTheExample() throws IOException {
        List<String> shown = JAVA.matcher(Files.readString(GUIDE))
                .results()
                .map(block -> unindented(block.group(1)))
                .toList();
        assertThat(shown).hasSizeGreaterThan(10);
        String example = unindented(Files.readString(EXAMPLE));
        assertThat(shown).allSatisfy(block -> assertThat(example).contains(block));
    }

    @Test
    void linksOfTheGuideLeadSomewhere() throws IOException {
        assertThat(LINK.matcher(Files.readString(GUIDE)).results().map((MatchResult link) -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(GUIDE.resolveSibling(link)).exists());
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
