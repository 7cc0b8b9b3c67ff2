package dev.caraway.server.surface;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The surfaces of one guest display, by id: 0 is the primary one. On the loop only. */
public final class Surfaces {

    /** The id of the surface that clients see. */
    public static final int PRIMARY = 0;

    private final Map<Integer, Surface> byId = new TreeMap<>();

    public Optional<Surface> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The surface with this id, which the caller knows to exist. */
    public Surface get(int id) {
        Surface surface = byId.get(id);
        if (surface == null) {
            throw new AssertionError("surface " + id + ": expected to exist");
        }
        return surface;
    }

    public Optional<Surface> primary() {
        return find(PRIMARY);
    }

    public void add(Surface surface) {
        Surface replaced = byId.put(surface.id(), surface);
        assert replaced == null : surface.id();
    }

    public void remove(int id) {
        byId.remove(id);
    }

    /** All surfaces, by ascending id. */
    public Collection<Surface> all() {
        return byId.values();
    }
}
