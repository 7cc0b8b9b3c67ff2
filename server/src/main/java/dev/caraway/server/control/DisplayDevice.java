package dev.caraway.server.control;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code device} and {@code head} name: a display, by the name that its channel has in the log, and perhaps one of
 * its heads.
 */
record DisplayDevice(String name, int display, OptionalInt head) {

    private static final Pattern NAME = Pattern.compile("display-([0-9])");

    /** What a command's arguments name; empty without a device. A name that no display can have is not found. */
    static Optional<DisplayDevice> of(Arguments arguments) {
        Optional<String> device = arguments.optionalText("device");
        if (device.isEmpty()) {
            return Optional.empty();
        }
        Matcher name = NAME.matcher(device.get());
        if (!name.matches()) {
            throw QmpException.deviceNotFound(device.get());
        }
        OptionalInt head = OptionalInt.empty();
        if (arguments.has("head")) {
            long number = arguments.integer("head").orElse(-1);
            head = OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(number, Integer.MAX_VALUE)));
        }
        return Optional.of(new DisplayDevice(device.get(), Integer.parseInt(name.group(1)), head));
    }

    /** The same stage, which fails in QEMU's words where there is no such display or head. */
    <T> CompletionStage<T> found(CompletionStage<T> stage) {
        return stage.exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof IllegalArgumentException) {
                throw head.isPresent()
                        ? QmpException.generic(
                                "Device " + name + " (head " + head.getAsInt() + ") is not bound to a QemuConsole")
                        : QmpException.deviceNotFound(name);
            }
            throw new CompletionException(cause);
        });
    }
}
