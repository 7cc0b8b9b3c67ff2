package dev.caraway.server.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wish for monitors as it moves to another host. */
final class SavedWishes {

    /** As many as an agent's message can name and a client has use for. */
    private static final int MONITORS_MAX = 16;

    private SavedWishes() {}

    static void save(Optional<HeadsWish> wish, SpiceWriter out) {
        List<Optional<Head>> monitors = wish.map(HeadsWish::monitors).orElse(List.of());
        out.u8(monitors.size());
        for (Optional<Head> monitor : monitors) {
            out.bool8(monitor.isPresent());
            monitor.ifPresent(
                    head -> out.u16(head.x()).u16(head.y()).u16(head.width()).u16(head.height()));
        }
    }

    static Optional<HeadsWish> restore(SpiceReader in) {
        int count = in.u8("wish.monitors");
        if (count > MONITORS_MAX) {
            throw in.violation("wish.monitors", "expected at most " + MONITORS_MAX + ", got " + count);
        }
        List<Optional<Head>> monitors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            monitors.add(in.bool8("wish.is_on") ? Optional.of(head(in)) : Optional.empty());
        }
        if (monitors.stream().flatMap(Optional::stream).count() > GuestDisplay.MAX_HEADS) {
            throw in.violation("wish.monitors", "expected at most " + GuestDisplay.MAX_HEADS + " that are on");
        }
        return monitors.isEmpty() ? Optional.empty() : Optional.of(new HeadsWish(monitors));
    }

    private static Head head(SpiceReader in) {
        int x = in.u16("wish.head.x");
        int y = in.u16("wish.head.y");
        int width = in.u16("wish.head.width");
        int height = in.u16("wish.head.height");
        try {
            return new Head(x, y, width, height);
        } catch (IllegalArgumentException e) {
            throw in.violation("wish.head", String.valueOf(e.getMessage()));
        }
    }
}
