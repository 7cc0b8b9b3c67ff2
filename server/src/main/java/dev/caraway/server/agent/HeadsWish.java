package dev.caraway.server.agent;

import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The monitors that a client would like.
 *
 * @param monitors by number; empty for one that is off. At most {@link GuestDisplay#MAX_HEADS} are on
 */
public record HeadsWish(List<Optional<Head>> monitors) {

    public HeadsWish {
        monitors = List.copyOf(monitors);
    }

    /** The monitors that are on, in their order. */
    public List<Head> on() {
        return monitors.stream().flatMap(Optional::stream).toList();
    }

    /** One monitor for each of these, which stay as they are where the client wants none. */
    public List<Head> over(List<Head> present) {
        List<Head> heads = new ArrayList<>(present);
        for (int i = 0; i < Math.min(present.size(), monitors.size()); i++) {
            heads.set(i, monitors.get(i).orElse(present.get(i)));
        }
        return heads;
    }
}
