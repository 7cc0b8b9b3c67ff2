package dev.caraway.server.control;

import dev.caraway.server.control.ValueType.ListOf;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Unsigned;
import dev.caraway.server.control.ValueType.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands as people read them. */
final class Manual {

    /** A list of words that is longer is for programs. */
    private static final int MAX_WORDS = 9;

    /** So is a list of arguments. */
    private static final int MAX_ARGUMENTS = 9;

    private Manual() {}

    /** A command's name and arguments: {@code expire_password protocol=vnc|spice time=TEXT}. */
    static String line(Command command) {
        List<Argument> arguments = command.arguments().members();
        if (arguments.size() > MAX_ARGUMENTS) {
            return command.name() + " ?NAME=VALUE ...";
        }
        return Stream.concat(Stream.of(command.name()), arguments.stream().map(Manual::argument))
                .collect(Collectors.joining(" "));
    }

    private static String argument(Argument argument) {
        return (argument.required() ? "" : "?") + argument.name() + "=" + form(argument.type());
    }

    private static String form(ValueType type) {
        if (type instanceof Words words) {
            return form(words.words());
        }
        if (type instanceof ListOf list) {
            return "[" + form(list.element()) + ",...]";
        }
        if (type instanceof Structure structure) {
            return form(structure);
        }
        return type == ValueType.INTEGER || type instanceof Unsigned
                ? "N"
                : type == ValueType.BOOLEAN ? "true|false" : "TEXT";
    }

    private static String form(List<String> words) {
        return words.isEmpty() ? "" : words.size() > MAX_WORDS ? "NAME" : String.join("|", words);
    }

    private static String form(Structure structure) {
        String members = structure.members().stream()
                .map(member -> member.name() + ":" + form(member.type()))
                .collect(Collectors.joining(","));
        return "{" + members + (structure.variants().isEmpty() ? "}" : ",...}");
    }
}
