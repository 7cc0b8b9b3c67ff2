package dev.caraway.it.structure;

import dev.caraway.it.structure.SourceTree.Source;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences that say what lives in a package: those of the map, and those of the packages themselves. */
final class CodeMap {

    private static final String ROOT = "dev.caraway.";
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.]+)` \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern JAVADOC = Pattern.compile("(?s)^/\\*\\*(.*?)\\*/");
    private static final Pattern FIRST_SENTENCE = Pattern.compile("(.*?\\.)(?= |$)");

    private CodeMap() {}

    /** Package and sentence of every row of the tables in a document. */
    static Map<String, String> rows(String document) {
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(document);
        while (matcher.find()) {
            rows.put(ROOT + matcher.group(1), asSentence(matcher.group(2)));
        }
        return rows;
    }

    /** The first sentence of a package-info, with backticks for code. */
    static String firstSentence(Source packageInfo) {
        Matcher javadoc = JAVADOC.matcher(packageInfo.text());
        if (!javadoc.find()) {
            return "";
        }
        String text = javadoc.group(1)
                .replaceAll("(?m)^ *\\* ?", "")
                .replaceAll("\\s+", " ")
                .strip()
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("<p>.*", "")
                .strip();
        Matcher sentence = FIRST_SENTENCE.matcher(text);
        return sentence.find() ? sentence.group(1) : text;
    }

    private static String asSentence(String cell) {
        return cell.substring(0, 1).toUpperCase(Locale.ROOT) + cell.substring(1) + ".";
    }
}
