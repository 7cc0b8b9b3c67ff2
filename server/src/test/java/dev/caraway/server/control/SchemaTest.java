package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the control port tells about itself, compared with what it does and with what QEMU tells about itself. */
class SchemaTest {

    /** Commands and events that are not QEMU's. */
    private static final String OURS = "__dev.caraway_";

    private final FakeClient client = FakeClient.negotiated();
    private final Map<String, Map<?, ?>> entities = entities();

    @Test
    void schemaHasExactlyTheCommandsThatQueryCommandsNames() {
        List<Object> named = new ArrayList<>();
        returned("query-commands").forEach(command -> named.add(((Map<?, ?>) command).get("name")));
        assertThat(named("command")).containsExactlyElementsOf(named);
        assertThat(named)
                .containsExactlyElementsOf(
                        Commands.all().stream().map(Command::name).toList());
    }

    @Test
    void schemaHasExactlyTheEventsThatCanBeTold() {
        assertThat(named("event"))
                .containsExactlyElementsOf(
                        Stream.of(EventType.values()).map(EventType::label).toList());
    }

    @Test
    void everyTypeThatIsNamedIsDescribedOnce() {
        List<Object> names = new ArrayList<>();
        returned("query-qmp-schema").forEach(entity -> names.add(((Map<?, ?>) entity).get("name")));
        assertThat(names).doesNotHaveDuplicates();
        entities.forEach((name, entity) -> {
            if (member(entity, "meta-type").equals("command")) {
                assertThat(resolved(member(entity, "arg-type"))).isNotNull();
                assertThat(resolved(member(entity, "ret-type"))).isNotNull();
            }
        });
    }

    @Test
    void everythingThatQemuHasTooIsDescribedAsQemuDescribesIt() throws IOException {
        List<String> ours = new ArrayList<>();
        for (Object command : named("command")) {
            ours.add("arguments of " + command + ": " + text(resolved(member(entity(command), "arg-type"))));
        }
        for (Object command : named("command")) {
            ours.add("result of " + command + ": " + text(resolved(member(entity(command), "ret-type"))));
        }
        for (Object event : named("event")) {
            ours.add("data of " + event + ": " + text(resolved(member(entity(event), "arg-type"))));
        }
        ours.removeIf(line -> line.contains(OURS));
        assertThat(ours).containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void aMemberThatIsDeclaredAsRequiredIsAskedFor() {
        for (Command command : Commands.all()) {
            command.arguments().members().stream()
                    .filter(Argument::required)
                    .findFirst()
                    .ifPresent(first -> assertThat(client.ask("{'execute':'" + command.name() + "'}"))
                            .containsExactly("{\"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter '"
                                    + first.name() + "' is missing\"}}"));
        }
    }

    /** QEMU's lines; one that begins with a tilde stands for the one above. */
    private static List<String> expected() throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(SchemaTest.class.getResourceAsStream("qemu-7.2-schema.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        if (line.startsWith("~ ")) {
                            lines.remove(lines.size() - 1);
                        }
                        int colon = line.indexOf(": ");
                        String type = text(Json.parse(line.substring(colon + 2).getBytes(StandardCharsets.US_ASCII)));
                        lines.add(line.substring(line.startsWith("~ ") ? 2 : 0, colon) + ": " + type);
                    });
        }
        return lines;
    }

    private static String text(Object value) {
        return value instanceof String name ? name : Json.write(value);
    }

    private static Object member(Map<?, ?> object, String name) {
        return Objects.requireNonNull(object.get(name), () -> name + " in " + object);
    }

    private List<?> returned(String command) {
        String line = client.ask("{'execute':'" + command + "'}").get(0);
        Map<?, ?> reply = (Map<?, ?>) Json.parse(line.getBytes(StandardCharsets.US_ASCII));
        return (List<?>) Objects.requireNonNull(reply.get("return"), line);
    }

    private Map<String, Map<?, ?>> entities() {
        Map<String, Map<?, ?>> byName = new LinkedHashMap<>();
        for (Object entity : returned("query-qmp-schema")) {
            byName.put((String) ((Map<?, ?>) entity).get("name"), (Map<?, ?>) entity);
        }
        return byName;
    }

    private List<Object> named(String metaType) {
        List<Object> names = new ArrayList<>();
        entities.forEach((name, entity) -> {
            if (member(entity, "meta-type").equals(metaType)) {
                names.add(name);
            }
        });
        return names;
    }

    private Map<?, ?> entity(Object name) {
        return Objects.requireNonNull(entities.get((String) name), () -> "type " + name);
    }

    /** A type with the types that it names in their places. */
    private Object resolved(Object name) {
        Map<?, ?> entity = entity(name);
        return switch ((String) member(entity, "meta-type")) {
            case "builtin" -> name;
            case "enum" -> Json.object("enum", member(entity, "values"));
            case "array" -> Json.object("array", resolved(member(entity, "element-type")));
            case "object" -> resolvedObject(entity);
            case "alternate" ->
                Json.object(
                        "alternate",
                        ((List<?>) member(entity, "members"))
                                .stream()
                                        .map(choice -> resolved(member((Map<?, ?>) choice, "type")))
                                        .toList());
            default -> throw new AssertionError(entity);
        };
    }

    private Map<String, Object> resolvedObject(Map<?, ?> entity) {
        Map<String, Object> members = Json.object();
        for (Object member : (List<?>) member(entity, "members")) {
            Map<?, ?> described = (Map<?, ?>) member;
            members.put(
                    member(described, "name") + (described.containsKey("default") ? "?" : ""),
                    resolved(member(described, "type")));
        }
        Map<String, Object> object = Json.object("members", members);
        if (entity.containsKey("tag")) {
            Map<String, Object> variants = Json.object();
            for (Object variant : (List<?>) member(entity, "variants")) {
                Map<?, ?> described = (Map<?, ?>) variant;
                variants.put((String) member(described, "case"), resolved(member(described, "type")));
            }
            object.put("tag", member(entity, "tag"));
            object.put("variants", variants);
        }
        return object;
    }
}
