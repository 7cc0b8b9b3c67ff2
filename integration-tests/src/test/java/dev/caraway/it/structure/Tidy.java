package dev.caraway.it.structure;

import dev.caraway.it.structure.SourceTree.Source;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a formatter and a compiler cannot say about a source file. */
final class Tidy {

    private static final String SERVER = "dev.caraway.server";

    /** Where threads meet, so that a lock may be needed. */
    private static final Set<String> CROSSINGS = Set.of(
            SERVER,
            SERVER + ".transport",
            SERVER + ".compression",
            SERVER + ".rehearsal",
            SERVER + ".launcher",
            SERVER + ".demo",
            SERVER + ".control");

    private static final Pattern LOCKS = Pattern.compile("\\b(synchronized|volatile)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b");
    private static final Pattern UNSAFE = Pattern.compile("\\bsun\\.misc\\.Unsafe\\b|\\bfastestInstance\\b");
    private static final Pattern SKIPPED = Pattern.compile("@Disabled|@Ignore");

    /** Spelled apart, or this file would be the first to break the rule. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern INVARIANT = Pattern.compile("(?i)\\binvariants?\\s*:");
    private static final Set<String> VAGUE_NAMES =
            Set.of("util", "utils", "helper", "helpers", "common", "core", "impl", "internal", "manager", "misc");

    private record Rule(String sentence, Predicate<Source> breaks) {}

    private static final List<Rule> ALL = List.of(
            new Rule("locks only where threads meet", source -> isConfined(source) && finds(LOCKS, source.code())),
            new Rule(
                    "tests wait for what happens, they do not sleep",
                    source -> source.isTest() && finds(SLEEP, source.code())),
            new Rule("no Unsafe, and of LZ4 only the safe instance", source -> finds(UNSAFE, source.code())),
            new Rule("every test runs", source -> finds(SKIPPED, source.code())),
            new Rule("what is unfinished is not committed", source -> finds(UNFINISHED, source.text())),
            new Rule("an invariant is marked INVARIANT:", Tidy::hasMisspeltInvariant),
            new Rule(
                    "a package is named for what lives there",
                    source -> Stream.of(source.packageName().split("\\.")).anyMatch(VAGUE_NAMES::contains)));

    private Tidy() {}

    /** The rules that a file breaks. */
    static Stream<String> violations(Source source) {
        return ALL.stream()
                .filter(rule -> rule.breaks().test(source))
                .map(rule -> source.path() + ": " + rule.sentence());
    }

    private static boolean isConfined(Source source) {
        return !source.isTest() && source.packageName().startsWith(SERVER) && !CROSSINGS.contains(source.packageName());
    }

    private static boolean hasMisspeltInvariant(Source source) {
        return INVARIANT
                .matcher(source.text())
                .results()
                .anyMatch(found -> !found.group().equals("INVARIANT:"));
    }

    private static boolean finds(Pattern pattern, String text) {
        return pattern.matcher(text).find();
    }
}
