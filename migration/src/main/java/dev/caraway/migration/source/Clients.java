package dev.caraway.migration.source;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The clients of a migration, by connection id. Immutable.
 *
 * @param phases how far each is
 * @param staleAnswers how many answers each owes to announcements that were called off. A client answers every
 *     announcement exactly once, in order, and reads nothing on main meanwhile: so a cancelled one is answered too
 */
public record Clients(SortedMap<Integer, ClientPhase> phases, SortedMap<Integer, Integer> staleAnswers) {

    public static final Clients NONE = new Clients(new TreeMap<>(), new TreeMap<>());

    public Clients {
        phases = Collections.unmodifiableSortedMap(new TreeMap<>(phases));
        staleAnswers = Collections.unmodifiableSortedMap(new TreeMap<>(staleAnswers));
    }

    boolean isEmpty() {
        return phases.isEmpty();
    }

    Optional<ClientPhase> phase(int client) {
        return Optional.ofNullable(phases.get(client));
    }

    boolean is(int client, ClientPhase phase) {
        return phases.get(client) == phase;
    }

    /** Those in one of these phases, by number. */
    List<Integer> in(ClientPhase... some) {
        return phases.entrySet().stream()
                .filter(entry -> Stream.of(some).anyMatch(phase -> phase == entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    Clients with(int client, ClientPhase phase) {
        SortedMap<Integer, ClientPhase> changed = new TreeMap<>(phases);
        changed.put(client, phase);
        return new Clients(changed, staleAnswers);
    }

    /** Without a client that stays connected, so that what it owes is still owed. */
    Clients without(int client) {
        SortedMap<Integer, ClientPhase> changed = new TreeMap<>(phases);
        changed.remove(client);
        return new Clients(changed, staleAnswers);
    }

    /** Without a client that is gone, and owes nothing any more. */
    Clients gone(int client) {
        SortedMap<Integer, Integer> owed = new TreeMap<>(staleAnswers);
        owed.remove(client);
        return new Clients(without(client).phases, owed);
    }

    /** Nobody under way; what is owed is still owed. */
    Clients none() {
        return new Clients(new TreeMap<>(), staleAnswers);
    }

    boolean owesStaleAnswer(int client) {
        return staleAnswers.containsKey(client);
    }

    /** One more answer of this client will not count. */
    Clients withStaleAnswer(int client) {
        SortedMap<Integer, Integer> owed = new TreeMap<>(staleAnswers);
        owed.merge(client, 1, Integer::sum);
        return new Clients(phases, owed);
    }

    /** An answer that does not count has come. */
    Clients withoutStaleAnswer(int client) {
        SortedMap<Integer, Integer> owed = new TreeMap<>(staleAnswers);
        owed.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
        return new Clients(phases, owed);
    }
}
