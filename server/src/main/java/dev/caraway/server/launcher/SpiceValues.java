package dev.caraway.server.launcher;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What was written after {@code --spice}, each value fit for its key; the last one counts. */
final class SpiceValues {

    private static final String OPTION = "--spice";

    /** QEMU's, each with what to do instead. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "sasl", "expected password or password-file",
            "gl", "expected no gl",
            "rendernode", "expected no rendernode",
            "video-codecs", "expected no video-codecs",
            "x509-dh-key-file", "expected no x509-dh-key-file",
            "x509-key-password", "expected an x509-key-file without a password",
            "password-secret", "expected password-file");

    private static final Set<String> ON = Set.of("on", "yes", "true", "y");
    private static final Set<String> OFF = Set.of("off", "no", "false", "n");

    private final Map<SpiceKey, String> last = new EnumMap<>(SpiceKey.class);
    private final List<ChannelValue> channels = new ArrayList<>();

    private SpiceValues() {}

    /** A {@code tls-channel} or a {@code plaintext-channel}. */
    record ChannelValue(SpiceKey key, String name) {}

    /** Several options are one, as in QEMU. */
    static SpiceValues parse(List<String> options) throws LaunchException {
        SpiceValues values = new SpiceValues();
        for (String option : options) {
            for (KeyValues.Entry entry : KeyValues.parse(OPTION, option).entries()) {
                values.add(entry);
            }
        }
        return values;
    }

    /** An error about a key, with {@code text} as {@code expected X, got Y}. */
    static LaunchException wrong(SpiceKey key, String text) {
        return LaunchException.usage(OPTION + " " + key.label() + ": " + text);
    }

    boolean has(SpiceKey key) {
        return last.containsKey(key);
    }

    Optional<String> text(SpiceKey key) {
        return Optional.ofNullable(last.get(key));
    }

    /** Whether it is on, if it was said. */
    Optional<Boolean> isOn(SpiceKey key) {
        return text(key).map(ON::contains);
    }

    /** A file's or directory's name, which is never empty. */
    Optional<String> path(SpiceKey key) throws LaunchException {
        Optional<String> path = text(key);
        if (path.isPresent() && (path.get().isEmpty() || path.get().indexOf('\0') >= 0)) {
            throw wrong(key, "expected a path");
        }
        return path;
    }

    OptionalInt number(SpiceKey key, int min, int max) throws LaunchException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return OptionalInt.of(number);
            }
        }
        throw wrong(key, "expected a number from " + min + " to " + max + ", got '" + text.get() + "'");
    }

    /** In the order in which they were written. */
    List<ChannelValue> channels() {
        return List.copyOf(channels);
    }

    private void add(KeyValues.Entry entry) throws LaunchException {
        Optional<SpiceKey> known = SpiceKey.of(entry.key());
        if (known.isPresent()) {
            put(known.get(), entry);
            return;
        }
        if (entry.value().isEmpty() && entry.key().startsWith("no")) {
            Optional<SpiceKey> negated = SpiceKey.of(entry.key().substring(2)).filter(SpiceKey::isSwitch);
            if (negated.isPresent()) {
                last.put(negated.get(), "off");
                return;
            }
        }
        if (isWanted(entry)) {
            throw unknown(entry.key());
        }
    }

    /** What is not there is not asked for by {@code gl=off}. */
    private static boolean isWanted(KeyValues.Entry entry) {
        boolean isSwitch = entry.key().equals("sasl") || entry.key().equals("gl");
        return !(isSwitch && OFF.contains(entry.valueOrOn()));
    }

    private static LaunchException unknown(String key) {
        String instead = UNSUPPORTED.get(key);
        return LaunchException.usage(
                instead == null
                        ? OPTION + " " + key + ": " + Nearest.hint(key, SpiceKey.labels(), "spice")
                        : OPTION + " " + key + ": not supported; " + instead);
    }

    private void put(SpiceKey key, KeyValues.Entry entry) throws LaunchException {
        String value = entry.valueOrOn();
        if (entry.value().isEmpty() && !key.isSwitch()) {
            throw wrong(key, "expected " + key.label() + "=" + key.form());
        }
        if (key.isSwitch() && !ON.contains(value) && !OFF.contains(value)) {
            throw wrong(key, "expected on or off, got '" + value + "'");
        }
        if (!key.isSwitch() && !key.choices().isEmpty() && !key.choices().contains(value)) {
            throw wrong(key, "expected " + String.join(", ", key.choices()) + "; got '" + value + "'");
        }
        last.put(key, value);
        if (key == SpiceKey.TLS_CHANNEL || key == SpiceKey.PLAINTEXT_CHANNEL) {
            channels.add(new ChannelValue(key, value));
        }
    }
}
