package dev.caraway.server.control;

import java.util.Map;

/**
 * A named value: an argument of a command, or a member of an object.
 *
 * @param type what its value must be
 */
record Argument(String name, ValueType type, boolean required) {

    static Argument required(String name, ValueType type) {
        return new Argument(name, type, true);
    }

    static Argument optional(String name, ValueType type) {
        return new Argument(name, type, false);
    }

    /** Refuses values among which this one is missing or wrong; {@code prefix} is what stands before its name. */
    void check(String prefix, Map<?, ?> values) {
        Object value = values.get(name);
        if (value != null) {
            type.check(prefix + name, value);
        } else if (required) {
            throw QmpException.generic("Parameter '" + prefix + name + "' is missing");
        }
    }
}
