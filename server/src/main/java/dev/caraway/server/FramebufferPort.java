package dev.caraway.server;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.framebuffer.FramebufferDiff;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.guest.Head;
import dev.caraway.server.surface.Region;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The crossing between a frame buffer's threads and the loop: what changed is noted on theirs, read on ours.
 *
 * <p>The note is a size and a region, so it never grows.
 */
final class FramebufferPort implements FramebufferDisplay {

    /** So long a picture of another host may differ from the guest's where the guest says nothing. */
    private static final long LOOK_MILLIS = 50;

    private final FramebufferSource source;
    private final Loop loop;
    private final DisplayChannel display;
    private final PointerPort pointer;
    private final int headsMax;
    private final Consumer<Throwable> onMistake;
    private final Object lock = new Object();

    // Written by the guest's threads, guarded by the lock.
    private final Region damage = new Region();
    private Rect bounds = Rect.EMPTY;
    private boolean isResized;
    private @Nullable List<dev.caraway.protocol.display.Head> heads;
    private boolean isScheduled;
    private boolean isClosed;

    // Owned by the loop.
    private final FramebufferDiff diff;

    /** Whether the primary surface is another host's, and stays if the guest gives it the size that it has. */
    private boolean keepsPrimary;

    /**
     * @param headsMax how many heads it may have
     * @param contents recognises pictures that come again
     * @param onMistake told when pixels could not be read, or not be shown
     */
    FramebufferPort(
            FramebufferSource source,
            Loop loop,
            DisplayChannel display,
            PointerPort pointer,
            int headsMax,
            ContentIndex contents,
            Consumer<Throwable> onMistake) {
        this.onMistake = onMistake;
        this.source = source;
        this.loop = loop;
        this.display = display;
        this.pointer = pointer;
        this.headsMax = headsMax;
        this.diff = new FramebufferDiff(contents);
    }

    @Override
    public void resize(int width, int height) {
        become(width, height, null);
    }

    @Override
    public void resize(int width, int height, List<Head> heads) {
        become(width, height, GuestHeads.onWire(heads, headsMax));
    }

    private void become(int width, int height, @Nullable List<dev.caraway.protocol.display.Head> divided) {
        if (width < 1 || height < 1 || width > GuestDisplay.MAX_SIDE_PIXELS || height > GuestDisplay.MAX_SIDE_PIXELS) {
            throw new IllegalArgumentException(
                    "frame buffer " + width + "x" + height + ": expected sides of 1 to " + MAX_SIDE_PIXELS);
        }
        synchronized (lock) {
            bounds = new Rect(0, 0, width, height);
            isResized = true;
            heads = divided;
            damage.clear();
            damage.add(bounds);
            schedule();
        }
    }

    @Override
    public void damage(int x, int y, int width, int height) {
        synchronized (lock) {
            // In long arithmetic: a guest may say "everything to the right" with the greatest width there is.
            long right = Math.min(bounds.right(), (long) x + width);
            long bottom = Math.min(bounds.bottom(), (long) y + height);
            int left = Math.max(x, 0);
            int top = Math.max(y, 0);
            if (left < right && top < bottom) {
                damage.add(new Rect(left, top, (int) right, (int) bottom));
                schedule();
            }
        }
    }

    @Override
    public void heads(List<Head> heads) {
        List<dev.caraway.protocol.display.Head> onWire = GuestHeads.onWire(heads, headsMax);
        synchronized (lock) {
            this.heads = onWire;
            schedule();
        }
    }

    @Override
    public void cursor(CursorShape shape) {
        pointer.cursor(shape);
    }

    @Override
    public void moveCursor(int x, int y) {
        pointer.moveCursor(x, y);
    }

    @Override
    public void hideCursor() {
        pointer.hideCursor();
    }

    /** Writes what is remembered of the pictures that were shown; on the loop. */
    void save(SpiceWriter out) {
        diff.save(out);
    }

    /** Remembers what another host's port has written; on the loop. */
    void restore(SpiceReader in) {
        diff.restore(in);
    }

    /**
     * Another host's surface has taken the place of the one here, on the loop. The guest shows the same picture, so what
     * it damages and how it sizes its frame buffer at first makes no difference; but that is found by looking. It is looked
     * when the guest's first new pictures are on their way, which whoever sees it waits for.
     */
    void onRestored() {
        Optional<Rect> restored = display.surfaces().primary().map(Surface::bounds);
        keepsPrimary = restored.isPresent();
        synchronized (lock) {
            // Without one, the surface that the guest has asked for here is gone.
            isResized = restored.isEmpty() && !bounds.isEmpty();
            bounds = restored.orElse(bounds);
            heads = null;
            damage.clear();
            if (isResized) {
                damage.add(bounds);
                schedule();
            }
        }
        loop.schedule(LOOK_MILLIS, this::lookAtAll);
    }

    private void lookAtAll() {
        synchronized (lock) {
            damage.add(bounds);
            schedule();
        }
    }

    /** Reads no more from the guest. */
    void close() {
        synchronized (lock) {
            isClosed = true;
        }
    }

    /** Has the note read on the loop; holds the lock. */
    private void schedule() {
        if (!isScheduled) {
            isScheduled = true;
            loop.execute(this::refresh);
        }
    }

    /** Reads what was damaged, on the loop. */
    private void refresh() {
        List<Rect> areas;
        Optional<Rect> resized;
        Optional<List<dev.caraway.protocol.display.Head>> divided;
        synchronized (lock) {
            isScheduled = false;
            if (isClosed) {
                return;
            }
            areas = damage.rects();
            damage.clear();
            resized = isResized ? Optional.of(bounds) : Optional.empty();
            isResized = false;
            divided = Optional.ofNullable(heads);
            heads = null;
        }
        boolean hasSize = resized.isEmpty();
        try {
            if (resized.isPresent() && !isRestored(resized.get())) {
                makePrimary(resized.get(), divided);
            } else {
                divided.ifPresent(display::configureHeads);
            }
            hasSize = true;
            display.surfaces().primary().ifPresent(primary -> update(primary.raster(), areas));
        } catch (Throwable e) {
            // An error too, such as memory that a large screen could not have: what was noted is not lost.
            onUnread(areas, !hasSize, e);
        }
    }

    /** What could not be read is still damaged; if the guest was resizing meanwhile that is no mistake. */
    private void onUnread(List<Rect> areas, boolean hasNoPrimary, Throwable reason) {
        boolean wasResizing;
        synchronized (lock) {
            wasResizing = isResized;
            if (!wasResizing) {
                areas.forEach(damage::add);
                isResized = hasNoPrimary;
            }
        }
        if (!wasResizing) {
            onMistake.accept(reason);
        }
    }

    /** Whether the primary surface is another host's and has the size that the guest gives it first. */
    private boolean isRestored(Rect size) {
        boolean isKept = keepsPrimary;
        keepsPrimary = false;
        return isKept && display.surfaces().primary().map(Surface::bounds).equals(Optional.of(size));
    }

    private void makePrimary(Rect size, Optional<List<dev.caraway.protocol.display.Head>> divided) {
        if (display.surfaces().primary().isPresent()) {
            display.destroySurface(Surfaces.PRIMARY);
        }
        if (divided.isPresent()) {
            display.createPrimary(size.width(), size.height(), SurfaceFormat.XRGB_32, null, divided.get());
        } else {
            display.createSurface(Surfaces.PRIMARY, size.width(), size.height(), SurfaceFormat.XRGB_32, null);
        }
    }

    private void update(Raster primary, List<Rect> areas) {
        if (display.viewers() > 0) {
            diff.update(primary, areas, this::readPixels, display::draw);
        } else {
            diff.updateUnseen(primary, areas, this::readPixels);
            display.onDrawnUnseen(areas);
        }
    }

    private void readPixels(Rect area, int[] pixels, int offset, int stride) {
        GuestException.tell(source, "readPixels", () -> source.readPixels(area, pixels, offset, stride));
    }
}
