package dev.caraway.server.display;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Surfaces;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The surfaces that a client has once everything in its pipe is sent. */
final class KnownSurfaces {

    private final Set<Integer> ids = new HashSet<>();

    boolean contains(int surfaceId) {
        return ids.contains(surfaceId);
    }

    void add(int surfaceId) {
        ids.add(surfaceId);
    }

    /** Whether it was one of them. */
    boolean remove(int surfaceId) {
        return ids.remove(surfaceId);
    }

    Set<Integer> ids() {
        return Collections.unmodifiableSet(ids);
    }

    void save(SpiceWriter out) {
        out.u16(ids.size());
        ids.forEach(out::u16);
    }

    /** @param surfaces those that there are, of which these are some */
    void restore(SpiceReader in, Surfaces surfaces) {
        int count = in.counted("display.surfaces", in.u16("display.surfaces"), Short.BYTES);
        for (int i = 0; i < count; i++) {
            int id = in.u16("display.surface");
            if (surfaces.find(id).isEmpty() || !ids.add(id)) {
                throw in.violation("display.surface", "expected one that exists, each once, got " + id);
            }
        }
    }
}
