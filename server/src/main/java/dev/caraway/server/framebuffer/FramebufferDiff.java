package dev.caraway.server.framebuffer;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.framebuffer.FillFinder.Fill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns damage of a frame buffer into few drawing commands: what did not change is dropped, what moved is moved, large
 * areas of one colour are filled, and of the rest pictures are sent, whose content is recognised when it comes again.
 *
 * <p>Each command is drawn before the next one is looked for, and what is still wrong afterwards is found by comparing:
 * so a command may be roughly right, and all of them together are exactly right. The time depends on the damaged pixels,
 * not on the screen; the memory is that of the largest damage, four bytes a pixel, and some tables. Not for several
 * threads at once.
 */
public final class FramebufferDiff {

    /** The commands of one update, but for pictures that are cut because of their size. */
    public static final int MAX_COMMANDS = 64;

    /** A larger picture is cut into pieces of whole rows; one of a large screen is not. */
    static final int MAX_PICTURE_PIXELS = 1 << 22;

    /** With less damage nothing can have moved or been cleared that is worth a search. */
    private static final int MIN_SEARCHED_PIXELS = 4096;

    private static final int MAX_GUESSES = 3;

    /** Where so much changes so often without having moved, a film is likely: then it is not searched every time. */
    private static final int MANY_PIXELS = 1 << 16;

    private static final int MANY_VAIN_SEARCHES = 3;
    private static final int UPDATES_PER_SEARCH = 4;

    private static final int MAX_FILLS = 8;

    private final ContentIndex contents;
    private final Frame frame = new Frame();
    private final ChangedTiles tiles = new ChangedTiles();
    private final MotionSearch motions = new MotionSearch();
    private final MoveFinder moves = new MoveFinder();
    private final FillFinder fills = new FillFinder();
    private final AreaSplitter splitter = new AreaSplitter();
    private final SteadyAreas steady = new SteadyAreas();
    private final List<Rect> pictures = new ArrayList<>();
    private Rect screen = Rect.EMPTY;
    private int vainSearches;

    /** @param contents recognises images that come again */
    public FramebufferDiff(ContentIndex contents) {
        this.contents = contents;
    }

    /**
     * Brings a surface to what the guest wants.
     *
     * @param shown the primary surface, 32 bits a pixel, rows from top to bottom
     * @param damaged where it may differ from what is wanted; inside of it
     * @param reader reads what is wanted
     * @param draw draws a command on {@code shown} before it returns
     */
    public void update(Raster shown, List<Rect> damaged, PixelReader reader, Consumer<DrawMessage> draw) {
        Rect whole = Rect.ofSize(0, 0, shown.width(), shown.height());
        if (!whole.equals(screen)) {
            screen = whole;
            steady.clear();
        }
        steady.onUpdate();
        List<List<Rect>> groups = DamageGroups.of(damaged, MAX_COMMANDS);
        int commandsLeft = MAX_COMMANDS;
        int groupsLeft = groups.size();
        for (List<Rect> group : groups) {
            frame.load(shown, group, reader);
            tiles.compareAll(frame);
            commandsLeft -= bring(commandsLeft / groupsLeft, draw);
            groupsLeft--;
        }
    }

    /** Writes what is remembered of the screen; its contents are not the diff's alone. */
    public void save(SpiceWriter out) {
        screen.encode(out);
        steady.save(out);
    }

    /**
     * Remembers what another host's diff has written, in place of what was shown here.
     *
     * @throws dev.caraway.protocol.wire.WireException if no diff writes this
     */
    public void restore(SpiceReader in) {
        screen = Rect.decode(in);
        steady.restore(in, screen);
    }

    /** Brings a surface that nobody sees to what the guest wants: the same pixels, without commands. */
    public void updateUnseen(Raster shown, List<Rect> damaged, PixelReader reader) {
        for (Rect area : damaged) {
            frame.load(shown, List.of(area), reader);
            frame.show(area);
        }
    }

    /** Brings one frame with at most {@code maxCommands} commands, at least 1; returns how many it took. */
    private int bring(int maxCommands, Consumer<DrawMessage> draw) {
        if (!tiles.isAnyChanged()) {
            return 0;
        }
        int taken = 0;
        long changed = tiles.changedPixels();
        if (maxCommands > MAX_GUESSES && changed >= MIN_SEARCHED_PIXELS && mayHaveMoved(changed)) {
            taken = move(draw);
            vainSearches = taken > 0 ? 0 : changed < MANY_PIXELS ? vainSearches : vainSearches + 1;
        }
        if (maxCommands - taken > MAX_FILLS && tiles.changedPixels() >= MIN_SEARCHED_PIXELS) {
            taken += fill(draw);
        }
        pictures.clear();
        splitter.split(tiles, maxCommands - taken, pictures);
        pictures.forEach(area -> show(area, draw));
        return taken + pictures.size();
    }

    private boolean mayHaveMoved(long changedPixels) {
        if (changedPixels < MANY_PIXELS || vainSearches < MANY_VAIN_SEARCHES) {
            return true;
        }
        vainSearches++;
        return vainSearches % UPDATES_PER_SEARCH == 0;
    }

    private int move(Consumer<DrawMessage> draw) {
        int taken = 0;
        for (Point way : motions.guess(frame, tiles, MAX_GUESSES)) {
            Optional<Rect> area = moves.find(frame, tiles, way);
            if (area.isPresent()) {
                draw.accept(Drawings.move(area.get(), way));
                tiles.compare(frame, area.get());
                taken++;
            }
        }
        return taken;
    }

    private int fill(Consumer<DrawMessage> draw) {
        fills.load(frame, tiles);
        for (int taken = 0; taken < MAX_FILLS; taken++) {
            Optional<Fill> fill = fills.find(frame, tiles);
            if (fill.isEmpty()) {
                return taken;
            }
            draw.accept(Drawings.fill(fill.get().area(), fill.get().color()));
            tiles.compare(frame, fill.get().area());
        }
        return MAX_FILLS;
    }

    private void show(Rect changed, Consumer<DrawMessage> draw) {
        int color = frame.colorAt(changed.left(), changed.top());
        if (frame.isSolid(changed, color)) {
            draw.accept(Drawings.fill(changed, color));
            return;
        }
        Rect area = steady.settled(changed);
        int rows = Math.max(1, MAX_PICTURE_PIXELS / area.width());
        for (int top = area.top(); top < area.bottom(); top += rows) {
            Rect piece = new Rect(area.left(), top, area.right(), Math.min(area.bottom(), top + rows));
            Image image = Drawings.image(piece, frame.copyOf(piece));
            draw.accept(Drawings.picture(piece, contents.recognise(image)));
        }
    }
}
