package dev.caraway.server.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.InvalAllPalettes;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.display.DisplayItem.CreateSurface;
import dev.caraway.server.display.DisplayItem.DestroySurface;
import dev.caraway.server.display.DisplayItem.Draw;
import dev.caraway.server.display.DisplayItem.Monitors;
import dev.caraway.server.display.DisplayItem.Say;
import dev.caraway.server.display.DisplayItem.SurfaceArea;
import dev.caraway.server.render.DrawableTraits;
import dev.caraway.server.surface.Region;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What one display client has still to be told: a queue of items, and a dirty region for each surface it has.
 *
 * <p>A client that keeps up gets every command from the queue. One that falls behind by more than {@link #MAX_ITEMS},
 * {@link #MAX_BYTES} or {@link #MAX_AGE_NANOS} gets none of them: they collapse into dirty regions, which take no more room however long the
 * client sleeps, and which are sent as pictures of the surfaces as they are then. It goes back to commands when nothing
 * is dirty any more.
 *
 * <p>INVARIANT: while anything is dirty the queue holds no drawing, and while the queue holds drawing nothing is dirty.
 * So a command is never drawn at the client on pixels that the server has changed since.
 */
final class DisplayPipe {

    /** A client this many items behind is better served with the newest picture. */
    static final int MAX_ITEMS = 512;

    /** The outbound budget of a display client (hostile-inputs: 4 MiB), and one picture of a large screen. */
    static final long MAX_BYTES = 36L << 20;

    /** A command this old shows what was, not what is. */
    static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** An item and when it was added. */
    private record Entry(DisplayItem item, long addedNanos) {}

    private final Deque<Entry> queue = new ArrayDeque<>();
    private final Map<Integer, Region> dirtyBySurface = new TreeMap<>();
    private long queuedBytes;
    private long droppedDrawings;

    /** Adds an item behind those that wait. Drawing may only be added while nothing is dirty. */
    void add(DisplayItem item, long nowNanos) {
        assert !isDirty() || !isDrawing(item) : item;
        if (item instanceof Monitors) {
            remove(Monitors.class::isInstance);
        }
        if (item instanceof Draw draw && coversItsBox(draw.drawable())) {
            DrawBase base = draw.drawable().base();
            dropCovered(base.surfaceId(), base.box());
        }
        queue.addLast(new Entry(item, nowNanos));
        queuedBytes += item.weightBytes();
        boolean isOld = nowNanos - queue.getFirst().addedNanos > MAX_AGE_NANOS;
        if (isOld || queue.size() > MAX_ITEMS || queuedBytes > MAX_BYTES) {
            collapse();
        }
    }

    /** These pixels of a surface that the client has, or will have by the queue, are not what they should be. */
    void damage(int surfaceId, Rect area) {
        // Once dirty the queue holds no drawing, so only the first damage has to look.
        if (!isDirty() && holdsDrawing()) {
            collapse();
        }
        dirty(surfaceId, area);
    }

    /** All pixels of an area come another way, which joins the pipe next: nothing that waits need bring them. */
    void forget(int surfaceId, Rect area) {
        dropCovered(surfaceId, area);
        Region dirty = dirtyBySurface.get(surfaceId);
        if (dirty != null) {
            dirty.remove(area);
        }
    }

    /** Takes items out of the queue that need not be sent; whether there were any. */
    boolean remove(Predicate<DisplayItem> needless) {
        boolean removed = queue.removeIf(entry -> needless.test(entry.item));
        if (removed) {
            weighAnew();
        }
        return removed;
    }

    boolean holds(Predicate<DisplayItem> wanted) {
        return queue.stream().anyMatch(entry -> wanted.test(entry.item));
    }

    /** The client's surface is to go; what was still to be drawn on it need not be. */
    void destroySurface(int surfaceId, long nowNanos) {
        dirtyBySurface.remove(surfaceId);
        boolean unsent = !holdsDrawing() && remove(item -> isCreationOf(surfaceId, item));
        if (!unsent) {
            add(new DestroySurface(surfaceId), nowNanos);
        }
    }

    /** The item to send next; it leaves the pipe. */
    Optional<DisplayItem> pollItem() {
        Entry entry = queue.pollFirst();
        if (entry == null) {
            return Optional.empty();
        }
        queuedBytes -= entry.item.weightBytes();
        return Optional.of(entry.item);
    }

    /** A dirty area of at most about {@code maxPixels}, which counts as sent now; asked when the queue is empty. */
    Optional<DirtyArea> pollDirty(int maxPixels) {
        assert queue.isEmpty();
        for (var entry = dirtyBySurface.entrySet().iterator(); entry.hasNext(); ) {
            var surface = entry.next();
            Optional<Rect> area = surface.getValue().take(maxPixels);
            if (area.isPresent()) {
                return Optional.of(new DirtyArea(surface.getKey(), area.get()));
            }
            entry.remove();
        }
        return Optional.empty();
    }

    /** Whether the client lags behind: it is being sent pictures, not commands. */
    boolean isDirty() {
        return dirtyBySurface.values().stream().anyMatch(region -> !region.isEmpty());
    }

    boolean isEmpty() {
        return queue.isEmpty() && !isDirty();
    }

    long queuedBytes() {
        return queuedBytes;
    }

    /** The drawing commands that were added so far and will never be sent. */
    long droppedDrawings() {
        return droppedDrawings;
    }

    /** A drawing command arrives too late: its surface is to be sent as it is then. */
    void damageInsteadOfDrawing(int surfaceId, Rect area) {
        droppedDrawings++;
        damage(surfaceId, area);
    }

    /**
     * Gives up all drawing that waits: it becomes dirty, and what is left is what {@link #save} can write.
     */
    void giveUpDrawing() {
        collapse();
    }

    /**
     * Writes what is left after {@link #giveUpDrawing}. Of one kind the order does not matter, and the kinds come in the
     * order in which a client can always take them.
     */
    void save(SpiceWriter out) {
        out.bool8(holds(item -> item instanceof Say say && say.message() instanceof InvalAllPalettes));
        saveIds(
                out,
                item -> item instanceof Say say && say.message() instanceof StreamDestroy ended
                        ? ended.streamId()
                        : -1);
        saveIds(out, item -> item instanceof DestroySurface destroyed ? destroyed.surfaceId() : -1);
        saveIds(out, item -> item instanceof CreateSurface created ? created.surfaceId() : -1);
        out.bool8(holds(Monitors.class::isInstance));
        List<Map.Entry<Integer, Region>> dirty = dirtyBySurface.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .toList();
        out.u16(dirty.size());
        for (Map.Entry<Integer, Region> entry : dirty) {
            out.u16(entry.getKey());
            entry.getValue().save(out);
        }
    }

    private void saveIds(SpiceWriter out, ToIntFunction<DisplayItem> idOf) {
        int[] ids = queue.stream()
                .mapToInt(entry -> idOf.applyAsInt(entry.item))
                .filter(id -> id >= 0)
                .distinct()
                .toArray();
        out.u16(ids.length);
        IntStream.of(ids).forEach(out::u16);
    }

    /**
     * Adds what {@link #save} has written; before anything else.
     *
     * @param known the surfaces that the client has once everything is sent; each exists
     * @param monitors how the primary surface is divided now; none without one
     */
    void restore(
            SpiceReader in, Set<Integer> known, Surfaces surfaces, Optional<MonitorsConfig> monitors, long nowNanos) {
        if (in.bool8("pipe.are_palettes_due")) {
            add(new Say(new InvalAllPalettes()), nowNanos);
        }
        for (int id : restoreIds(in, "pipe.ended_streams", Limits.STREAMS)) {
            add(new Say(new StreamDestroy(id)), nowNanos);
        }
        for (int id : restoreIds(in, "pipe.destroyed_surfaces", Limits.SURFACES)) {
            add(new DestroySurface(id), nowNanos);
        }
        for (int id : restoreIds(in, "pipe.created_surfaces", Limits.SURFACES)) {
            Surface surface = known(in, id, known, surfaces);
            add(new CreateSurface(id, surface.width(), surface.height(), surface.format()), nowNanos);
        }
        if (in.bool8("pipe.are_monitors_due")) {
            monitors.ifPresent(config -> add(new Monitors(config), nowNanos));
        }
        int count = in.counted("pipe.dirty_surfaces", in.u16("pipe.dirty_surfaces"), 3);
        for (int i = 0; i < count; i++) {
            int id = in.u16("pipe.dirty_surface");
            Rect bounds = known(in, id, known, surfaces).bounds();
            if (dirtyBySurface.put(id, Region.restore(in, bounds)) != null) {
                throw in.violation("pipe.dirty_surface", "expected each once, got " + id + " twice");
            }
        }
    }

    private static Surface known(SpiceReader in, int id, Set<Integer> known, Surfaces surfaces) {
        if (!known.contains(id)) {
            throw in.violation("pipe.surface", "expected one that the client has, got " + id);
        }
        return surfaces.get(id);
    }

    private static Set<Integer> restoreIds(SpiceReader in, String field, int limit) {
        Set<Integer> ids = new LinkedHashSet<>();
        int count = in.counted(field, in.u16(field), 2);
        for (int i = 0; i < count; i++) {
            int id = in.u16(field);
            if (id >= limit || !ids.add(id)) {
                throw in.violation(field, "expected less than " + limit + ", each once, got " + id);
            }
        }
        return ids;
    }

    /** Pixels of a surface to be sent as they are now. */
    record DirtyArea(int surfaceId, Rect area) {}

    private static boolean coversItsBox(DrawMessage drawable) {
        return !(drawable.base().clip() instanceof ClipRects) && DrawableTraits.isOpaque(drawable);
    }

    /**
     * Drops drawing that waits and would be painted over by what comes next, unless its pixels are taken somewhere else
     * before.
     */
    private void dropCovered(int surfaceId, Rect cover) {
        int dropped = 0;
        for (var newestFirst = queue.descendingIterator(); newestFirst.hasNext(); ) {
            DisplayItem item = newestFirst.next().item;
            if (item instanceof Draw draw) {
                if (DrawableTraits.reads(draw.drawable()).contains(surfaceId)) {
                    break;
                }
                DrawBase base = draw.drawable().base();
                if (base.surfaceId() == surfaceId && cover.contains(base.box())) {
                    newestFirst.remove();
                    dropped++;
                }
            } else if (item instanceof CreateSurface || item instanceof DestroySurface) {
                break;
            }
        }
        droppedDrawings += dropped;
        if (dropped > 0) {
            weighAnew();
        }
    }

    private boolean holdsDrawing() {
        return queue.stream().anyMatch(entry -> isDrawing(entry.item));
    }

    /** What is dirty already came after all that waits, and stays. */
    private void collapse() {
        List<Entry> kept = new ArrayList<>();
        Map<Integer, Region> drawn = new TreeMap<>();
        for (Entry entry : queue) {
            DisplayItem item = entry.item;
            if (item instanceof Draw draw) {
                droppedDrawings++;
                DrawBase base = draw.drawable().base();
                addTo(drawn, base.surfaceId(), base.box());
            } else if (item instanceof SurfaceArea area) {
                addTo(drawn, area.surfaceId(), area.area());
            } else if (!(item instanceof DestroySurface destroy) || !forgetUnsent(kept, drawn, destroy.surfaceId())) {
                kept.add(entry);
            }
        }
        drawn.forEach((surfaceId, region) -> region.rects().forEach(area -> dirty(surfaceId, area)));
        queue.clear();
        queue.addAll(kept);
        weighAnew();
    }

    private void weighAnew() {
        queuedBytes =
                queue.stream().mapToLong(entry -> entry.item.weightBytes()).sum();
    }

    private void dirty(int surfaceId, Rect area) {
        addTo(dirtyBySurface, surfaceId, area);
    }

    private static void addTo(Map<Integer, Region> regions, int surfaceId, Rect area) {
        regions.computeIfAbsent(surfaceId, id -> new Region()).add(area);
    }

    /** Drops what was to be told of a surface that will be gone before the client hears of it. */
    private static boolean forgetUnsent(List<Entry> kept, Map<Integer, Region> drawn, int surfaceId) {
        drawn.remove(surfaceId);
        return kept.removeIf(entry -> isCreationOf(surfaceId, entry.item));
    }

    private static boolean isCreationOf(int surfaceId, DisplayItem item) {
        return item instanceof CreateSurface create && create.surfaceId() == surfaceId;
    }

    private static boolean isDrawing(DisplayItem item) {
        return item instanceof Draw || item instanceof SurfaceArea;
    }
}
