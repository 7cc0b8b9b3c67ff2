package dev.caraway.server.launcher;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which word was meant by one that is misspelt. */
final class Nearest {

    private Nearest() {}

    /** The word that is fewest typing mistakes away, if there are at most a third as many as it has letters. */
    static Optional<String> to(String misspelt, Collection<String> words) {
        return words.stream()
                .filter(word -> distance(misspelt, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> distance(misspelt, word)));
    }

    /** What to say of it behind an error's subject: a guess and where to read on, or else all the words. */
    static String hint(String misspelt, Collection<String> words, String topic) {
        return to(misspelt, words)
                .map(word -> "expected " + word + "? see --help" + (topic.isEmpty() ? "" : " " + topic))
                .orElseGet(() -> "expected one of " + String.join(", ", words));
    }

    /** Letters that were left out, added, changed, or swapped with their neighbour. */
    static int distance(String from, String to) {
        int[][] mistakes = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                mistakes[i][j] = i == 0 ? j : j == 0 ? i : step(mistakes, from, to, i, j);
            }
        }
        return mistakes[from.length()][to.length()];
    }

    private static int step(int[][] mistakes, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best =
                Math.min(mistakes[i - 1][j - 1] + (same ? 0 : 1), Math.min(mistakes[i - 1][j], mistakes[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, mistakes[i - 2][j - 2] + 1) : best;
    }
}
