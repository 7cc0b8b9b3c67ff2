package dev.caraway.protocol.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pure machine does with every event in every state, as a table and a drawing that are kept beside its test: a
 * change of behaviour is a change of that file.
 *
 * @param <S> a sealed family of states
 * @param <E> a sealed family of events
 */
public final class TransitionTable<S, E> {

    /** What one event does; the fields of the machine's own step. */
    public record Outcome<S>(S next, List<?> effects, Enum<?> verdict) {}

    private final String name;
    private final Enum<?> accepted;
    private final BiFunction<E, S, Outcome<S>> apply;
    private final Map<String, S> states = new LinkedHashMap<>();
    private final Map<String, E> events = new LinkedHashMap<>();
    private int eventColumns = 38;
    private int stateColumns = 30;
    private Function<S, String> nameOfState = TransitionTable::kind;
    private Function<Object, String> nameOfEffect = TransitionTable::kind;

    /**
     * An empty table.
     *
     * @param name of the drawing
     * @param accepted the verdict on an event that was awaited; all its other values change nothing
     */
    public TransitionTable(String name, Enum<?> accepted, BiFunction<E, S, Outcome<S>> apply) {
        this.name = name;
        this.accepted = accepted;
        this.apply = apply;
    }

    public TransitionTable<S, E> state(String label, S state) {
        assertThat(states.put(label, state)).as(label).isNull();
        return this;
    }

    public TransitionTable<S, E> event(String label, E event) {
        assertThat(events.put(label, event)).as(label).isNull();
        return this;
    }

    /** How the table says which state is next; by its kind unless told otherwise. */
    public TransitionTable<S, E> namingStates(Function<S, String> naming) {
        nameOfState = naming;
        return this;
    }

    /** How the table says what is to be done; by its kind unless told otherwise. */
    public TransitionTable<S, E> namingEffects(Function<Object, String> naming) {
        nameOfEffect = naming;
        return this;
    }

    /** How wide the events and the states after them are written. */
    public TransitionTable<S, E> columns(int forEvents, int forStates) {
        eventColumns = forEvents;
        stateColumns = forStates;
        return this;
    }

    public List<E> events() {
        return List.copyOf(events.values());
    }

    public List<S> states() {
        return List.copyOf(states.values());
    }

    /** Compares with the resource beside {@code test}. */
    public void verify(Class<?> test, String resource) throws IOException {
        String actual = table() + "\n" + drawing();
        String expected;
        try (InputStream in = test.getResourceAsStream(resource)) {
            expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!actual.equals(expected)) {
            Files.writeString(Path.of("target", resource), actual);
        }
        assertThat(actual)
                .as("the table; this run's is in target/%s, to be reviewed and kept if it is right", resource)
                .isEqualTo(expected);
    }

    /** Demands a row for every kind of state and event. */
    public void verifyThatNothingIsMissing(Class<S> sealedStates, Class<E> sealedEvents) {
        assertThat(kinds(states)).isEqualTo(leaves(sealedStates));
        assertThat(kinds(events)).isEqualTo(leaves(sealedEvents));
    }

    /** The name of a value's type. */
    public static String kind(Object value) {
        return value.getClass().getSimpleName();
    }

    private String table() {
        List<String> others = otherVerdicts().map(Enum::name).toList();
        String listed = others.size() == 1
                ? others.get(0)
                : String.join(", ", others.subList(0, others.size() - 1)) + " or " + others.get(others.size() - 1);
        StringBuilder table =
                new StringBuilder("Every event in every state: the state after it, and the effects in order.\n"
                        + "An event listed as " + listed + " changes nothing.\n");
        states.forEach((stateName, state) -> {
            table.append("\n").append(stateName).append("\n");
            events.forEach((eventName, event) -> {
                Outcome<S> outcome = apply.apply(event, state);
                if (outcome.verdict() == accepted) {
                    table.append(row(eventName, outcome));
                }
            });
            otherVerdicts().forEach(verdict -> table.append(refused(state, verdict)));
        });
        return table.toString();
    }

    private String row(String eventName, Outcome<S> outcome) {
        String effects = outcome.effects().stream().map(nameOfEffect).collect(Collectors.joining(", "));
        return String.format(
                                Locale.ROOT,
                                "  %-" + eventColumns + "s -> %-" + stateColumns + "s %s",
                                eventName,
                                nameOfState.apply(outcome.next()),
                                effects)
                        .stripTrailing()
                + "\n";
    }

    private String refused(S state, Enum<?> verdict) {
        String refused = events.entrySet().stream()
                .filter(event -> apply.apply(event.getValue(), state).verdict() == verdict)
                .map(event -> isRefusedAsOne(event.getValue(), state) ? kind(event.getValue()) : event.getKey())
                .distinct()
                .collect(Collectors.joining(", "));
        return refused.isEmpty() ? "" : "  " + verdict + ": " + refused + "\n";
    }

    /** Whether all events of this kind meet the same verdict, so that the kind is name enough. */
    private boolean isRefusedAsOne(E event, S state) {
        return events.values().stream()
                        .filter(other -> other.getClass() == event.getClass())
                        .map(other -> apply.apply(other, state).verdict())
                        .distinct()
                        .count()
                == 1;
    }

    private Stream<Enum<?>> otherVerdicts() {
        return Arrays.stream(accepted.getDeclaringClass().getEnumConstants())
                .<Enum<?>>map(verdict -> verdict)
                .filter(verdict -> verdict != accepted);
    }

    private String drawing() {
        Set<String> edges = new TreeSet<>();
        for (S state : states.values()) {
            events.values().forEach(event -> {
                Outcome<S> outcome = apply.apply(event, state);
                if (outcome.verdict() == accepted) {
                    edges.add(String.format(
                            Locale.ROOT, "  %s -> %s [label=%s];\n", kind(state), kind(outcome.next()), kind(event)));
                }
            });
        }
        return "digraph " + name + " {\n" + String.join("", edges) + "}\n";
    }

    private static Set<String> kinds(Map<String, ?> values) {
        return values.values().stream().map(TransitionTable::kind).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> leaves(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? leaves(kind).stream() : Stream.of(kind.getSimpleName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
