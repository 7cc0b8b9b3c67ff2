package dev.caraway.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.caraway.server.control.ValueType.Alternate;
import dev.caraway.server.control.ValueType.Basic;
import dev.caraway.server.control.ValueType.ListOf;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Unsigned;
import dev.caraway.server.control.ValueType.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Every way to call a command wrongly that its types allow: an argument missing, unknown, or of each other type, at every
 * depth. What is right beside the wrong one is the least that does.
 */
final class WrongArguments {

    private static final List<String> VALUES =
            List.of("null", "true", "7", "-1", "1.5", "'x'", "''", "[]", "[7]", "{}", "{'a':7}");

    private final Command command;
    private final List<String> lines = new ArrayList<>();

    WrongArguments(Command command) {
        this.command = command;
    }

    /** The lines, each with {@code $ID} for its id. */
    List<String> lines() {
        for (String value : VALUES) {
            if (!value.startsWith("{")) {
                add(value);
            }
        }
        add("{'bar':7}");
        wrong(command.arguments()).forEach(this::add);
        return lines;
    }

    private void add(String arguments) {
        lines.add("{'execute':'" + command.name() + "','id':$ID,'arguments':" + arguments + "}");
    }

    /** Objects of which one member is wrong. */
    private static List<String> wrong(Structure type) {
        List<String> all = new ArrayList<>();
        variants(type).forEach(members -> {
            for (Argument each : members.values()) {
                if (each.required()) {
                    all.add(object(members, each, ""));
                }
                wrongValues(each.type()).forEach(value -> all.add(object(members, each, value)));
            }
            all.add(object(members, new Argument("bar", ValueType.INTEGER, false), "7"));
        });
        return all.stream().distinct().toList();
    }

    private static List<String> wrongValues(ValueType type) {
        List<String> values = new ArrayList<>(
                VALUES.stream().filter(value -> !fits(type, value)).toList());
        if (type instanceof ListOf list) {
            wrongValues(list.element()).forEach(value -> values.add("[" + value + "]"));
            if (!(list.element() instanceof Words words && words.words().isEmpty())) {
                String first = right(list.element());
                wrongValues(list.element()).forEach(value -> values.add("[" + first + "," + value + "]"));
            }
        } else if (type instanceof Structure structure) {
            values.addAll(wrong(structure));
        }
        return values;
    }

    private static boolean fits(ValueType type, String value) {
        try {
            type.check("", Json.parse(value.getBytes(US_ASCII)));
            return true;
        } catch (QmpException e) {
            return false;
        }
    }

    /** The members of an object, by name, for each word of its tag. */
    private static List<Map<String, Argument>> variants(Structure type) {
        List<Map<String, Argument>> all = new ArrayList<>();
        Map<String, Argument> members = new LinkedHashMap<>();
        type.members().forEach(each -> members.put(each.name(), each));
        if (type.tag().isEmpty()) {
            return List.of(members);
        }
        type.variants().forEach((word, variant) -> {
            Map<String, Argument> more = new LinkedHashMap<>(members);
            more.put(type.tag().get(), Argument.required(type.tag().get(), new Words(List.of(word))));
            variant.members().forEach(each -> more.put(each.name(), each));
            all.add(more);
        });
        return all;
    }

    /** An object with what it needs, where {@code odd} has {@code value} or is missing if that is empty. */
    private static String object(Map<String, Argument> members, Argument odd, String value) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        for (Argument each : members.values()) {
            if (each.required() && !each.name().equals(odd.name())) {
                text.add("'" + each.name() + "':" + right(each.type()));
            }
        }
        if (!value.isEmpty()) {
            text.add("'" + odd.name() + "':" + value);
        }
        return text.toString();
    }

    /** A value that its type allows. */
    private static String right(ValueType type) {
        if (type instanceof Words words) {
            return "'" + words.words().get(0) + "'";
        }
        if (type instanceof ListOf) {
            return "[]";
        }
        if (type instanceof Structure structure) {
            return object(variants(structure).get(0), new Argument("", ValueType.ANY, false), "");
        }
        if (type instanceof Alternate alternate) {
            return right(alternate.choices().get(0));
        }
        if (type instanceof Unsigned) {
            return "7";
        }
        return switch (((Basic) type).json()) {
            case "string" -> "'x'";
            case "boolean" -> "false";
            default -> "7";
        };
    }
}
