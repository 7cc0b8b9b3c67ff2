package dev.caraway.server.demo;

import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CursorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts recorded events onto a display, and keeps account of what the display refuses. One thread. */
final class ReplayedDisplay {

    private static final int PRIMARY = 0;

    private CommandDisplay display;
    private final Set<Integer> surfaceIds = new TreeSet<>();
    private final Map<String, Refusals> refusalsByKind = new LinkedHashMap<>();
    private @Nullable CursorShape shape;
    private boolean isCursorHidden;

    /**
     * Events of one kind that were skipped.
     *
     * @param reason why the first was
     */
    record Refusals(String kind, int count, String reason) {

        private Refusals plus(Refusals other) {
            return new Refusals(kind, count + other.count, reason);
        }
    }

    ReplayedDisplay(CommandDisplay display) {
        this.display = display;
    }

    /** Does what the guest did; what the display refuses is skipped. */
    void apply(RecordedEvent event) {
        try {
            put(event);
        } catch (IllegalArgumentException e) {
            refused(event.kind(), String.valueOf(e.getMessage()));
        }
    }

    /** From now on this display shows it; what was put on the one before is known, and shown there already. */
    void goOnAt(CommandDisplay other) {
        display = other;
    }

    /** The surfaces that the display has taken, in ascending order. */
    List<Integer> surfaceIds() {
        return List.copyOf(surfaceIds);
    }

    /** These are the surfaces that the display has, whatever was put on the one before. */
    void hasSurfaces(List<Integer> ids) {
        surfaceIds.clear();
        surfaceIds.addAll(ids);
    }

    /** As before the first event. */
    void clear() {
        List.copyOf(surfaceIds).forEach(surfaceId -> apply(new RecordedEvent.DestroySurface(surfaceId)));
        surfaceIds.clear();
        display.hideCursor();
        shape = null;
        isCursorHidden = false;
    }

    /** What was skipped since the last call, a kind each. */
    List<Refusals> takeRefusals() {
        List<Refusals> taken = List.copyOf(refusalsByKind.values());
        refusalsByKind.clear();
        return taken;
    }

    private void put(RecordedEvent event) {
        if (event instanceof RecordedEvent.Draw draw) {
            display.draw(draw.drawable());
        } else if (event instanceof RecordedEvent.CreateSurface create) {
            display.createSurface(
                    create.surfaceId(), create.width(), create.height(), create.format(), create.pixels());
            surfaceIds.add(create.surfaceId());
        } else if (event instanceof RecordedEvent.DestroySurface gone) {
            destroy(gone.surfaceId());
        } else if (event instanceof RecordedEvent.CreatePrimary create) {
            display.createSurface(PRIMARY, create.width(), create.height(), create.format(), create.pixels());
            surfaceIds.add(PRIMARY);
        } else if (event instanceof RecordedEvent.DestroyPrimary) {
            destroy(PRIMARY);
        } else if (event instanceof RecordedEvent.DestroySurfaces) {
            List.copyOf(surfaceIds).forEach(this::destroy);
        } else if (event instanceof RecordedEvent.Unusable unusable) {
            refused(unusable.kind(), unusable.reason());
        } else {
            putCursor(event);
        }
    }

    private void putCursor(RecordedEvent event) {
        if (event instanceof RecordedEvent.CursorSet set) {
            shape = set.shape();
            display.moveCursor(set.x(), set.y());
            display.cursor(set.shape());
            if (!set.visible()) {
                hideCursor();
            } else {
                isCursorHidden = false;
            }
        } else if (event instanceof RecordedEvent.CursorMove move) {
            display.moveCursor(move.x(), move.y());
            if (isCursorHidden && shape != null) {
                display.cursor(shape);
                isCursorHidden = false;
            }
        } else if (event instanceof RecordedEvent.CursorHide) {
            hideCursor();
        }
    }

    private void hideCursor() {
        display.hideCursor();
        isCursorHidden = true;
    }

    private void destroy(int surfaceId) {
        display.destroySurface(surfaceId);
        surfaceIds.remove(surfaceId);
    }

    private void refused(String kind, String reason) {
        refusalsByKind.merge(kind, new Refusals(kind, 1, reason), Refusals::plus);
    }
}
