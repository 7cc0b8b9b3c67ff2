package dev.caraway.server.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cipher suites by the names that OpenSSL's users know: {@code HIGH}, {@code DEFAULT:!SHA1}, {@code
 * ECDHE-RSA-AES256-GCM-SHA384}; the JDK's own names are taken too.
 *
 * <p>What the JDK does not offer by itself (no encryption, no authentication, RC4, export) cannot be had.
 */
final class TlsCiphers {

    private static final Map<String, Predicate<String>> GROUPS = Map.ofEntries(
            Map.entry("DEFAULT", suite -> true),
            Map.entry("ALL", suite -> true),
            Map.entry("HIGH", suite -> true),
            Map.entry("COMPLEMENTOFDEFAULT", suite -> false),
            Map.entry("MEDIUM", suite -> false),
            Map.entry("LOW", suite -> false),
            Map.entry("EXP", suite -> false),
            Map.entry("EXPORT", suite -> false),
            Map.entry("ANULL", suite -> suite.contains("_anon_")),
            Map.entry("ENULL", suite -> suite.contains("_NULL_")),
            Map.entry("NULL", suite -> suite.contains("_NULL_")),
            Map.entry("MD5", suite -> suite.endsWith("_MD5")),
            Map.entry("RC4", suite -> suite.contains("_RC4_")),
            Map.entry("3DES", suite -> suite.contains("_3DES_")),
            Map.entry("DES", suite -> suite.contains("_DES_")),
            Map.entry("PSK", suite -> suite.contains("_PSK_")),
            Map.entry("SRP", suite -> suite.contains("_SRP_")),
            Map.entry("DSS", suite -> suite.contains("_DSS_")),
            Map.entry("ADSS", suite -> suite.contains("_DSS_")),
            Map.entry("KRSA", suite -> suite.startsWith("TLS_RSA_")),
            Map.entry("RSA", suite -> suite.contains("_RSA_")),
            Map.entry("ARSA", suite -> suite.contains("_RSA_")),
            Map.entry("ECDSA", suite -> suite.contains("_ECDSA_")),
            Map.entry("AECDSA", suite -> suite.contains("_ECDSA_")),
            Map.entry("ECDHE", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("EECDH", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("KEECDH", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("DHE", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("EDH", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("AES", suite -> suite.contains("_AES_")),
            Map.entry("AES128", suite -> suite.contains("_AES_128_")),
            Map.entry("AES256", suite -> suite.contains("_AES_256_")),
            Map.entry("AESGCM", suite -> suite.contains("_GCM_")),
            Map.entry("CHACHA20", suite -> suite.contains("_CHACHA20_")),
            Map.entry("SHA", suite -> suite.endsWith("_SHA")),
            Map.entry("SHA1", suite -> suite.endsWith("_SHA")),
            Map.entry("SHA256", suite -> suite.endsWith("_SHA256")),
            Map.entry("SHA384", suite -> suite.endsWith("_SHA384")));

    private TlsCiphers() {}

    /**
     * The suites among {@code offered} that {@code list} names, best first as the JDK has them.
     *
     * @param list words between colons, commas or spaces; {@code !} and {@code -} before a word take away, {@code +}
     *     inside a word joins groups
     * @param offered the suites that the JDK enables by itself, by its names
     * @throws IllegalArgumentException with one line that names a word nobody knows, or if no suite is left
     */
    static List<String> select(String list, List<String> offered) {
        Set<String> chosen = new LinkedHashSet<>();
        Set<String> banned = new LinkedHashSet<>();
        for (String word : list.trim().split("[:, ]+", -1)) {
            if (word.isEmpty() || word.startsWith("@")) {
                // Orders such as @STRENGTH: the JDK's order is by strength already.
                continue;
            }
            char sign = word.charAt(0);
            if (sign == '!' || sign == '-') {
                List<String> taken = matching(word.substring(1), offered);
                chosen.removeAll(taken);
                if (sign == '!') {
                    banned.addAll(taken);
                }
            } else if (sign == '+') {
                matching(word.substring(1), offered);
            } else {
                chosen.addAll(matching(word, offered));
            }
        }
        chosen.removeAll(banned);
        // As in OpenSSL, such a list speaks of TLS 1.2; the suites of 1.3 are always there.
        List<String> suites = new ArrayList<>();
        for (String suite : offered) {
            if (isTls13(suite) || chosen.contains(suite)) {
                suites.add(suite);
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("tls-ciphers '" + list + "': expected at least one suite, got none");
        }
        return suites;
    }

    private static List<String> matching(String word, List<String> offered) {
        Predicate<String> wanted = suite -> true;
        for (String part : word.split("\\+", -1)) {
            Predicate<String> group = GROUPS.get(part.toUpperCase(Locale.ROOT));
            wanted = wanted.and(group != null ? group : named(part));
        }
        return offered.stream().filter(wanted).toList();
    }

    private static Predicate<String> named(String name) {
        if (name.startsWith("TLS_")) {
            return name::equals;
        }
        if (!name.matches("[A-Z0-9]+(-[A-Z0-9]+)+")) {
            throw new IllegalArgumentException(
                    "tls-ciphers: expected a group such as HIGH or the name of a suite, got '" + name + "'");
        }
        String suite = ianaName(name);
        return suite::equals;
    }

    /** ECDHE-RSA-AES256-GCM-SHA384 is TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, and so on. */
    private static String ianaName(String openSsl) {
        String cipher = openSsl;
        String exchange = "RSA";
        for (String candidate : List.of("ECDHE-ECDSA", "ECDHE-RSA", "DHE-RSA", "DHE-DSS")) {
            if (openSsl.startsWith(candidate + "-")) {
                exchange = candidate.replace('-', '_');
                cipher = openSsl.substring(candidate.length() + 1);
            }
        }
        cipher = cipher.replace("AES128", "AES-128").replace("AES256", "AES-256");
        if (cipher.equals("CHACHA20-POLY1305")) {
            cipher = "CHACHA20-POLY1305-SHA256";
        } else if (!cipher.contains("GCM")) {
            cipher = cipher.replace("-SHA", "-CBC-SHA");
        }
        return "TLS_" + exchange + "_WITH_" + cipher.replace('-', '_');
    }

    private static boolean isTls13(String suite) {
        return !suite.contains("_WITH_");
    }
}
