package dev.caraway.server.control;

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
 * Every way to call a command that its types allow: each argument with every word, with numbers at and beyond both ends of
 * their range, with empty and long text; beside it the least that does, and once all that there is.
 */
final class FittingArguments {

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "255",
            "256",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "1.0",
            "1e2");

    private static final List<String> TEXTS = List.of("'x'", "''", "'" + "y".repeat(300) + "'", "'\\u00e9'");

    private final Command command;

    FittingArguments(Command command) {
        this.command = command;
    }

    /** The lines, each with {@code $ID} for its id. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("{'execute':'" + command.name() + "','id':$ID}");
        values(command.arguments())
                .forEach(arguments ->
                        lines.add("{'execute':'" + command.name() + "','id':$ID,'arguments':" + arguments + "}"));
        return lines.stream().distinct().toList();
    }

    /** All values of interest; the first one is what stands beside others. */
    private static List<String> values(ValueType type) {
        if (type instanceof Words words) {
            return words.words().stream().map(word -> "'" + word + "'").toList();
        }
        if (type instanceof Unsigned) {
            return NUMBERS;
        }
        if (type instanceof Alternate alternate) {
            return alternate.choices().stream()
                    .flatMap(choice -> values(choice).stream())
                    .toList();
        }
        if (type instanceof ListOf list) {
            List<String> values = new ArrayList<>(List.of("[]"));
            List<String> elements = values(list.element());
            elements.forEach(element -> values.add("[" + element + "]"));
            if (elements.size() > 1) {
                values.add("[" + elements.get(0) + "," + elements.get(1) + "]");
            }
            return values;
        }
        if (type instanceof Structure structure) {
            return objects(structure);
        }
        return switch (((Basic) type).json()) {
            case "string" -> TEXTS;
            case "boolean" -> List.of("false", "true");
            case "null" -> List.of("null");
            default -> NUMBERS;
        };
    }

    private static List<String> objects(Structure type) {
        List<String> all = new ArrayList<>();
        if (type.tag().isEmpty()) {
            addObjects(type.members(), Map.of(), all);
            return all;
        }
        type.variants().forEach((word, variant) -> {
            List<Argument> members = new ArrayList<>(type.members());
            members.removeIf(member -> member.name().equals(type.tag().get()));
            members.addAll(variant.members());
            addObjects(members, Map.of(type.tag().get(), "'" + word + "'"), all);
        });
        return all;
    }

    private static void addObjects(List<Argument> members, Map<String, String> given, List<String> all) {
        Map<String, String> least = new LinkedHashMap<>(given);
        Map<String, String> most = new LinkedHashMap<>(given);
        for (Argument member : members) {
            String first = values(member.type()).get(0);
            most.put(member.name(), first);
            if (member.required()) {
                least.put(member.name(), first);
            }
        }
        all.add(object(least));
        for (Argument member : members) {
            for (String value : values(member.type())) {
                Map<String, String> odd = new LinkedHashMap<>(least);
                odd.put(member.name(), value);
                all.add(object(odd));
            }
        }
        all.add(object(most));
    }

    private static String object(Map<String, String> members) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> text.add("'" + name + "':" + value));
        return text.toString();
    }
}
