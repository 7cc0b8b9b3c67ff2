package dev.caraway.server.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which guest {@code --guest} names.
 *
 * @param name for a guest from the class path its class, otherwise empty
 * @param options what follows, for the guest to judge
 */
record GuestOption(Kind kind, String name, Map<String, String> options) {

    /** The desktop, if nothing is said. */
    static final GuestOption DESKTOP = new GuestOption(Kind.DESKTOP, "", Map.of());

    private static final String OPTION = "--guest";
    private static final String EXPECTED = "expected desktop, replay,file=PATH or class=NAME";

    /** Where a guest comes from. */
    enum Kind {
        DESKTOP,
        REPLAY,
        CLASS
    }

    /** How an error about it begins. */
    String label() {
        return switch (kind) {
            case DESKTOP -> OPTION + " desktop";
            case REPLAY -> OPTION + " replay";
            case CLASS -> OPTION + " class=" + name;
        };
    }

    static GuestOption parse(String text) throws LaunchException {
        KeyValues values = KeyValues.parse(OPTION, text, "kind");
        if (values.entries().isEmpty()) {
            throw LaunchException.usage(OPTION + ": " + EXPECTED);
        }
        KeyValues.Entry first = values.entries().get(0);
        Map<String, String> options = new LinkedHashMap<>(
                new KeyValues(values.entries().subList(1, values.entries().size())).toMap());
        if (first.key().equals("class") && !first.valueOrOn().isEmpty()) {
            return new GuestOption(Kind.CLASS, first.valueOrOn(), options);
        }
        if (first.key().equals("kind") && first.valueOrOn().equals("desktop")) {
            return new GuestOption(Kind.DESKTOP, "", options);
        }
        if (first.key().equals("kind") && first.valueOrOn().equals("replay")) {
            if (!options.containsKey("file")) {
                throw LaunchException.usage(OPTION + " replay: expected file=PATH");
            }
            return new GuestOption(Kind.REPLAY, "", options);
        }
        throw LaunchException.usage(OPTION + ": " + EXPECTED + "; got '" + text + "'");
    }
}
