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

/**
 * What {@code query-qmp-schema} tells: commands, events and their types, made from the very declarations that are
 * checked. Types other than the basic ones have numbers for names, as in QEMU, so that nobody relies on them.
 */
final class Schema {

    private final List<Object> entities = new ArrayList<>();
    private final Map<ValueType, String> names = new LinkedHashMap<>();

    private Schema() {}

    static List<Object> of(List<Command> commands, List<EventType> events) {
        Schema schema = new Schema();
        for (Command command : commands) {
            schema.add(
                    command.name(),
                    "command",
                    "arg-type",
                    schema.name(command.arguments()),
                    "ret-type",
                    schema.name(command.result()));
        }
        for (EventType event : events) {
            schema.add(event.label(), "event", "arg-type", schema.name(event.data()));
        }
        return schema.entities;
    }

    private void add(String name, String metaType, Object... members) {
        Map<String, Object> entity = Json.object("name", name, "meta-type", metaType);
        entity.putAll(Json.object(members));
        entities.add(entity);
    }

    /** The name of a type, which is described once. */
    private String name(ValueType type) {
        if (type instanceof Unsigned) {
            // On the wire there is one kind of whole numbers.
            return name(ValueType.INTEGER);
        }
        String known = names.get(type);
        if (known != null) {
            return known;
        }
        String name = newName(type);
        names.put(type, name);
        if (type instanceof Basic basic) {
            add(name, "builtin", "json-type", basic.json());
        } else if (type instanceof Words words) {
            List<Map<String, Object>> members = words.words().stream()
                    .map(word -> Json.object("name", word))
                    .toList();
            add(name, "enum", "members", members, "values", words.words());
        } else if (type instanceof ListOf list) {
            add(name, "array", "element-type", name(list.element()));
        } else if (type instanceof Alternate alternate) {
            List<Map<String, Object>> choices = alternate.choices().stream()
                    .map(choice -> Json.object("type", name(choice)))
                    .toList();
            add(name, "alternate", "members", choices);
        } else if (type instanceof Structure structure) {
            describe(name, structure);
        }
        return name;
    }

    private String newName(ValueType type) {
        if (type instanceof Basic basic) {
            return basic.name();
        }
        return type instanceof ListOf list ? "[" + name(list.element()) + "]" : Integer.toString(names.size());
    }

    private void describe(String name, Structure structure) {
        Map<String, Object> members = Json.object(
                "members", structure.members().stream().map(this::member).toList());
        structure.tag().ifPresent(tag -> {
            List<Map<String, Object>> variants = new ArrayList<>();
            structure
                    .variants()
                    .forEach((word, variant) -> variants.add(Json.object("case", word, "type", name(variant))));
            members.put("tag", tag);
            members.put("variants", variants);
        });
        Map<String, Object> entity = Json.object("name", name, "meta-type", "object");
        entity.putAll(members);
        entities.add(entity);
    }

    private Map<String, Object> member(Argument member) {
        Map<String, Object> described = Json.object("name", member.name(), "type", name(member.type()));
        if (!member.required()) {
            described.put("default", Json.NULL);
        }
        return described;
    }
}
