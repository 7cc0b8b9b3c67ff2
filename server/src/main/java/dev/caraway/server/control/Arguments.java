package dev.caraway.server.control;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A command's arguments, or the members of one that is an object, after they were compared with their declaration. */
final class Arguments {

    private final Map<String, Object> values;

    private Arguments(Map<String, Object> values) {
        this.values = values;
    }

    /** Refuses, in QEMU's words, what a command does not take. */
    static Arguments checked(ValueType.Structure declared, Map<String, Object> values) {
        declared.check("", values);
        return new Arguments(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text of a required argument. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> new AssertionError(name + ": expected to be declared as required"));
    }

    Optional<String> optionalText(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    OptionalLong integer(String name) {
        return values.get(name) instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
    }

    /** The value as it was read. */
    Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether a truth value is there and true. */
    boolean isTrue(String name) {
        return values.get(name) == Boolean.TRUE;
    }

    /** A required object. */
    Arguments object(String name) {
        return nested(values.get(name));
    }

    /** A required list of objects. */
    List<Arguments> objects(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Arguments::nested).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Arguments nested(@Nullable Object value) {
        return new Arguments((Map<String, Object>) Objects.requireNonNull(value));
    }

    /** The text of a required argument whose name is one of the secret ones; it is wiped when the command has ended. */
    char[] secret(String name) {
        if (values.get(name) instanceof Secret secret) {
            return secret.reveal();
        }
        throw new AssertionError(name + ": expected to be a secret member");
    }
}
