package dev.caraway.server.launcher;

import dev.caraway.server.control.ControlAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What shall be served, checked as far as that goes without trying.
 *
 * @param classPaths as they were written
 * @param logLevel a level that logback knows
 */
record Settings(
        SpiceOption spice,
        GuestOption guest,
        List<String> classPaths,
        Optional<Path> inputLog,
        List<ControlAddress> control,
        Optional<String> name,
        Optional<UUID> uuid,
        Optional<IncomingOption> incoming,
        boolean isPaused,
        boolean isRehearsing,
        String logLevel) {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace", "off");

    /** QEMU's others, which concern its process and not the guest. */
    private static final Set<String> PROCESS_NAMES = Set.of("process", "debug-threads");

    Settings {
        classPaths = List.copyOf(classPaths);
        control = List.copyOf(control);
    }

    static Settings of(CommandLineOptions options) throws LaunchException {
        return new Settings(
                SpiceOption.parse(options.spice),
                options.guest == null ? GuestOption.DESKTOP : GuestOption.parse(options.guest),
                options.classPath,
                inputLog(options.inputLog),
                control(options.qmp),
                name(options.name),
                uuid(options.uuid),
                options.incoming == null ? Optional.empty() : Optional.of(IncomingOption.parse(options.incoming)),
                options.isPaused,
                !options.isUnrehearsed,
                logLevel(options.logLevel));
    }

    private static Optional<Path> inputLog(@Nullable String file) throws LaunchException {
        if (file != null && (file.isEmpty() || file.indexOf('\0') >= 0)) {
            throw LaunchException.usage("--input-log: expected a path");
        }
        return Optional.ofNullable(file).map(Path::of);
    }

    private static List<ControlAddress> control(List<String> options) throws LaunchException {
        List<ControlAddress> addresses = new ArrayList<>();
        for (String option : options) {
            try {
                addresses.add(ControlAddress.parse(option));
            } catch (IllegalArgumentException e) {
                throw LaunchException.usage("--" + e.getMessage());
            }
        }
        return addresses;
    }

    /** {@code NAME}, or {@code guest=NAME,...} as management programs write it. */
    private static Optional<String> name(@Nullable String option) throws LaunchException {
        if (option == null) {
            return Optional.empty();
        }
        Map<String, String> values = KeyValues.parse("--name", option, "guest").toMap();
        for (String key : values.keySet()) {
            if (!key.equals("guest") && !PROCESS_NAMES.contains(key)) {
                throw LaunchException.usage("--name " + key + ": expected NAME or guest=NAME");
            }
        }
        return Optional.ofNullable(values.get("guest"));
    }

    private static Optional<UUID> uuid(@Nullable String option) throws LaunchException {
        if (option != null && !UUID_TEXT.matcher(option).matches()) {
            throw LaunchException.usage(
                    "--uuid: expected 8-4-4-4-12 hexadecimal digits, such as 5c8e2a90-6d0f-4f6b-9f43-0d1c7a3b2e11; got '"
                            + option + "'");
        }
        return Optional.ofNullable(option).map(UUID::fromString);
    }

    private static String logLevel(@Nullable String option) throws LaunchException {
        String level = option == null ? "info" : option.toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw LaunchException.usage(
                    "--log-level: expected " + String.join(", ", LOG_LEVELS) + "; got '" + option + "'");
        }
        return level;
    }
}
