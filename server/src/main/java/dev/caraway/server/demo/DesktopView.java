package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Head;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one display shows of the desktop: all of it with its heads, or one head alone.
 *
 * <p>It belongs to the desktop's thread, but for {@link #attach} and {@link #readPixels}, which the server calls.
 */
final class DesktopView implements FramebufferSource {

    private static final int ALL_HEADS = -1;

    private final Screen screen;
    private final int head;
    private final Consumer<Runnable> post;
    private final Runnable onAttached;

    /** Where its pixels are on the screen; the server may read with an older one just before a resize. */
    private volatile Rect part;

    private List<Head> heads;
    private @Nullable FramebufferDisplay display;

    private DesktopView(Screen screen, HeadRow row, int head, Consumer<Runnable> post, Runnable onAttached) {
        this.screen = screen;
        this.head = head;
        this.post = post;
        this.onAttached = onAttached;
        this.part = part(row);
        this.heads = heads(row);
    }

    /**
     * One view of everything.
     *
     * @param post runs something on the desktop's thread
     * @param onAttached told there that the view has its display
     */
    static List<DesktopView> whole(Screen screen, HeadRow row, Consumer<Runnable> post, Runnable onAttached) {
        return List.of(new DesktopView(screen, row, ALL_HEADS, post, onAttached));
    }

    /** A view of each head. */
    static List<DesktopView> separate(Screen screen, HeadRow row, Consumer<Runnable> post, Runnable onAttached) {
        return IntStream.range(0, row.heads().size())
                .mapToObj(head -> new DesktopView(screen, row, head, post, onAttached))
                .toList();
    }

    @Override
    public void attach(FramebufferDisplay attached) {
        // The first client must find a size, so these two do not wait for the thread; nothing changed it yet.
        attached.resize(part.width(), part.height(), heads);
        post.accept(() -> {
            display = attached;
            onAttached.run();
        });
    }

    @Override
    public void readPixels(Rect area, int[] pixels, int offset, int stride) {
        Rect shown = part;
        screen.read(moved(area, shown.left(), shown.top()), pixels, offset, stride);
    }

    /** The heads have become these; the screen has been published. */
    void resize(HeadRow row) {
        Rect before = part;
        Rect shown = part(row);
        List<Head> headsBefore = heads;
        part = shown;
        heads = heads(row);
        if (display == null) {
            return;
        }
        if (shown.width() != before.width() || shown.height() != before.height()) {
            display.resize(shown.width(), shown.height(), heads);
            return;
        }
        if (!heads.equals(headsBefore)) {
            display.heads(heads);
        }
        display.damage(0, 0, shown.width(), shown.height());
    }

    /** Something changed somewhere on the desktop. */
    void damage(Rect area) {
        Rect shown = part;
        Rect inside = area.intersection(shown);
        if (display != null && !inside.isEmpty()) {
            display.damage(inside.left() - shown.left(), inside.top() - shown.top(), inside.width(), inside.height());
        }
    }

    void cursor(CursorShape shape) {
        if (display != null) {
            display.cursor(shape);
        }
    }

    /** The pointer is here on the desktop; on the view that may be outside, where nobody sees it. */
    void moveCursor(Point place) {
        Rect shown = part;
        if (display != null) {
            display.moveCursor(place.x() - shown.left(), place.y() - shown.top());
        }
    }

    /** A pixel of the view as one of the desktop. */
    Point onDesktop(int x, int y) {
        return new Point(part.left() + x, part.top() + y);
    }

    private Rect part(HeadRow row) {
        if (head == ALL_HEADS) {
            return new Rect(0, 0, row.width(), row.height());
        }
        Head own = row.heads().get(head);
        return Rect.ofSize(own.x(), own.y(), own.width(), own.height());
    }

    private List<Head> heads(HeadRow row) {
        return head == ALL_HEADS ? row.heads() : List.of(new Head(0, 0, part.width(), part.height()));
    }

    private static Rect moved(Rect area, int dx, int dy) {
        return Rect.ofSize(area.left() + dx, area.top() + dy, area.width(), area.height());
    }
}
