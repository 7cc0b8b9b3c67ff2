package dev.caraway.server.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A command's arguments after they were compared with its declaration. */
final class Arguments {

    private final Map<String, Object> values;

    private Arguments(Map<String, Object> values) {
        this.values = values;
    }

    /** Compares in QEMU's order, so that of several faults the same one is told: the declared ones, then the others. */
    static Arguments checked(List<Argument> declared, Map<String, Object> values) {
        for (Argument argument : declared) {
            Object value = values.get(argument.name());
            if (value != null) {
                argument.type().check(argument.name(), value);
            } else if (argument.required()) {
                throw QmpException.generic("Parameter '" + argument.name() + "' is missing");
            }
        }
        for (String name : values.keySet()) {
            if (declared.stream().noneMatch(argument -> argument.name().equals(name))) {
                throw QmpException.generic("Parameter '" + name + "' is unexpected");
            }
        }
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

    /** The text of a required argument whose name is one of the secret ones; it is wiped when the command has ended. */
    char[] secret(String name) {
        if (values.get(name) instanceof Secret secret) {
            return secret.reveal();
        }
        throw new AssertionError(name + ": expected to be a secret member");
    }
}
