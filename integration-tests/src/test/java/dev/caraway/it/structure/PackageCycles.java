package dev.caraway.it.structure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds packages that need each other, directly or by way of others. */
final class PackageCycles {

    private final Map<String, Set<String>> needs = new TreeMap<>();
    private final Set<String> visited = new TreeSet<>();
    private final List<String> path = new ArrayList<>();

    private PackageCycles() {}

    /** One cycle as a list of packages, the first repeated as the last; empty if there is none. */
    static Optional<List<String>> first(Collection<Use> uses) {
        PackageCycles search = new PackageCycles();
        for (Use use : uses) {
            if (!use.originPackage().equals(use.targetPackage())) {
                search.needs
                        .computeIfAbsent(use.originPackage(), unseen -> new TreeSet<>())
                        .add(use.targetPackage());
            }
        }
        return search.needs.keySet().stream()
                .map(search::visit)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<String>> visit(String name) {
        int onPath = path.indexOf(name);
        if (onPath >= 0) {
            List<String> cycle = new ArrayList<>(path.subList(onPath, path.size()));
            cycle.add(name);
            return Optional.of(cycle);
        }
        if (!visited.add(name)) {
            return Optional.empty();
        }
        path.add(name);
        for (String next : needs.getOrDefault(name, Set.of())) {
            Optional<List<String>> cycle = visit(next);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        return Optional.empty();
    }
}
