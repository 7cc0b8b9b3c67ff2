package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.display.DisplayPipe.DirtyArea;
import dev.caraway.server.render.RandomDrawings;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossyRegionsTest {

    private static final int PRIMARY = Surfaces.PRIMARY;
    private static final int SIDE = RandomDrawings.SURFACE_SIDE;
    private static final Rect WHOLE = Rect.ofSize(0, 0, SIDE, SIDE);
    private static final List<String> OPERATIONS = List.of(
            "FILL",
            "COPY",
            "BLEND",
            "OPAQUE",
            "BLACKNESS",
            "WHITENESS",
            "INVERS",
            "ROP3",
            "STROKE",
            "TEXT",
            "TRANSPARENT",
            "ALPHA_BLEND",
            "COMPOSITE",
            "COPY_BITS");

    private final LossyRegions lossy = new LossyRegions();
    private final Surfaces exact = new Surfaces();
    private final Surfaces client = new Surfaces();

    @BeforeEach
    void create() {
        create(PRIMARY, SurfaceFormat.XRGB_32);
        create(RandomDrawings.ALPHA_SURFACE, SurfaceFormat.ARGB_32);
        create(RandomDrawings.OPAQUE_SURFACE, SurfaceFormat.XRGB_32);
    }

    /** Each drawing goes to a client, whose images lose detail where they may, and to one whose images never do. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatDiffersAtTheClientIsLossyAfterEveryDrawing(long seed) {
        Random random = new Random(seed);
        List<RandomDrawings> guests = exact.all().stream()
                .map(surface -> new RandomDrawings(seed * 100 + surface.id(), surface.id()))
                .toList();
        int lossyDrawings = 0;
        for (int step = 0; step < 1500; step++) {
            int target = random.nextInt(guests.size());
            String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            DrawMessage drawing = guests.get(target).next(operation, WHOLE);
            boolean isLossy = random.nextInt(3) == 0 && LossyRegions.maySourceLose(drawing) && hasBitmap(drawing);
            lossyDrawings += isLossy ? 1 : 0;
            send(drawing, isLossy);
            assertDifferencesAreLossy(operation);
        }
        assertThat(lossyDrawings).isGreaterThan(20);

        mendAll();
        exact.all()
                .forEach(surface -> assertThat(differing(surface.id()))
                        .as("surface " + surface.id())
                        .isEmpty());
    }

    @Test
    void lossyImageSpoilsWhatItsClipLetsThrough() {
        Clip clip = new ClipRects(List.of(Rect.ofSize(10, 10, 5, 5), Rect.ofSize(12, 12, 100, 2)));
        send(copy(new DrawBase(PRIMARY, Rect.ofSize(8, 8, 20, 20), clip), photograph(20, 20)), true);
        assertThat(pixels(PRIMARY)).isEqualTo(25 + 13 * 2);
    }

    @Test
    void opaqueDrawingWithoutLossClearsWhatItsClipLetsThrough() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 20, 20)), photograph(20, 20)), true);
        send(fill(new DrawBase(PRIMARY, WHOLE, new ClipRects(List.of(Rect.ofSize(0, 0, 20, 5)))), 7), false);
        assertThat(lossy.of(PRIMARY)).containsExactly(new Rect(0, 5, 20, 20));
    }

    @Test
    void drawingThatMixesClearsNothing() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 20, 20)), photograph(20, 20)), true);
        send(new DrawFill(base(PRIMARY, WHOLE), new SolidBrush(7), RopDescriptor.OP_XOR, Mask.NONE), false);
        assertThat(lossy.of(PRIMARY)).containsExactly(Rect.ofSize(0, 0, 20, 20));
    }

    @Test
    void movedPixelsTakeTheirLossAlong() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 10, 10)), photograph(10, 10)), true);
        send(new CopyBits(base(PRIMARY, Rect.ofSize(4, 0, 40, 10)), new Point(0, 0)), false);
        assertThat(lossy.of(PRIMARY)).containsExactlyInAnyOrder(Rect.ofSize(0, 0, 4, 10), Rect.ofSize(4, 0, 10, 10));
    }

    @Test
    void exactPixelsMovedOverLossyOnesClearThem() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 10, 10)), photograph(10, 10)), true);
        send(new CopyBits(base(PRIMARY, Rect.ofSize(0, 0, 40, 20)), new Point(20, 20)), false);
        assertThat(lossy.isEmpty()).isTrue();
    }

    @Test
    void lossyPixelsOfAnotherSurfaceAreLossyWhereTheyAreShown() {
        int source = RandomDrawings.OPAQUE_SURFACE;
        send(copy(base(source, Rect.ofSize(5, 5, 3, 3)), photograph(3, 3)), true);
        Image surface = new Image(new ImageDescriptor(0, 0, SIDE, SIDE), new SurfaceData(source));
        send(copy(base(PRIMARY, Rect.ofSize(30, 30, 20, 20)), surface), false);
        assertThat(lossy.of(PRIMARY)).containsExactly(Rect.ofSize(35, 35, 3, 3));
    }

    @Test
    void surfaceMadeAnewIsExact() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 10, 10)), photograph(10, 10)), true);
        lossy.onDestroyed(PRIMARY);
        lossy.onCreated(PRIMARY, SIDE, SIDE);
        assertThat(lossy.isEmpty()).isTrue();
    }

    @Test
    void piecesLeaveNoSliverAndNothingHidden() {
        send(copy(base(PRIMARY, Rect.ofSize(0, 0, 60, 41)), photograph(60, 41)), true);
        List<Rect> hidden = List.of(Rect.ofSize(0, 0, 60, 2));
        DirtyArea piece = lossy.oldest(60 * 32, PRIMARY, hidden).orElseThrow();
        assertThat(piece).isEqualTo(new DirtyArea(PRIMARY, new Rect(0, 2, 60, 41)));
        assertThat(lossy.oldest(60 * 32, PRIMARY, List.of(WHOLE))).isEmpty();
    }

    private void create(int id, SurfaceFormat format) {
        exact.add(new Surface(id, SIDE, SIDE, format));
        client.add(new Surface(id, SIDE, SIDE, format));
        lossy.onCreated(id, SIDE, SIDE);
    }

    private void send(DrawMessage drawing, boolean isLossy) {
        draw(drawing, exact);
        draw(isLossy ? degraded(drawing) : drawing, client);
        lossy.onDrawn(drawing, isLossy);
    }

    private static void draw(DrawMessage drawing, Surfaces surfaces) {
        Renderer.draw(drawing, raster(surfaces, drawing.base().surfaceId()), id -> raster(surfaces, id));
    }

    private static Raster raster(Surfaces surfaces, int id) {
        return surfaces.get(id).raster();
    }

    private void mendAll() {
        for (int pieces = 0; !lossy.isEmpty(); pieces++) {
            assertThat(pieces).as("pieces").isLessThan(1000);
            DirtyArea piece = lossy.oldest(500, PRIMARY, List.of()).orElseThrow();
            Surface surface = exact.get(piece.surfaceId());
            send(Pictures.of(surface.id(), piece.area(), surface.format(), surface.copyOf(piece.area())), false);
        }
    }

    private void assertDifferencesAreLossy(String operation) {
        for (Surface surface : exact.all()) {
            int id = surface.id();
            List<Rect> region = lossy.of(id);
            assertThat(differing(id))
                    .as(operation + ", surface " + id)
                    .allMatch(pixel -> region.stream().anyMatch(rect -> rect.contains(pixel)));
        }
    }

    /** The pixels that differ, each as a rectangle. */
    private List<Rect> differing(int id) {
        byte[] here = exact.get(id).raster().pixels();
        byte[] there = client.get(id).raster().pixels();
        List<Rect> pixels = new ArrayList<>();
        int bytes = exact.get(id).format() == SurfaceFormat.ARGB_32 ? 4 : 3;
        for (int i = 0; i < here.length; i += 4) {
            if (!Arrays.equals(here, i, i + bytes, there, i, i + bytes)) {
                pixels.add(Rect.ofSize(i / 4 % SIDE, i / 4 / SIDE, 1, 1));
            }
        }
        return pixels;
    }

    private long pixels(int id) {
        return lossy.of(id).stream().mapToLong(Rect::area).sum();
    }

    private static boolean hasBitmap(DrawMessage drawing) {
        return drawing.images().get(0).data() instanceof BitmapData;
    }

    /** The drawing with a source of which every byte is another, alpha too. */
    private static DrawMessage degraded(DrawMessage drawing) {
        List<Image> images = new ArrayList<>(drawing.images());
        images.set(0, degraded(images.get(0)));
        Iterator<Image> next = images.iterator();
        return drawing.withImages(image -> next.next());
    }

    private static Image degraded(Image image) {
        BitmapData bitmap = (BitmapData) image.data();
        byte[] bytes = bitmap.data().toArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 0x15;
        }
        BitmapData degraded = new BitmapData(
                bitmap.format(),
                bitmap.flags(),
                bitmap.width(),
                bitmap.height(),
                bitmap.stride(),
                bitmap.palette(),
                Bytes.wrap(bytes));
        return new Image(image.descriptor(), degraded);
    }

    private static DrawBase base(int surfaceId, Rect box) {
        return new DrawBase(surfaceId, box, Clip.NONE);
    }

    private static DrawFill fill(DrawBase base, int color) {
        return new DrawFill(base, new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE);
    }

    private static DrawCopy copy(DrawBase base, Image image) {
        Rect area = Rect.ofSize(0, 0, base.box().width(), base.box().height());
        return new DrawCopy(base, image, area, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static Image photograph(int width, int height) {
        byte[] bytes = new byte[4 * width * height];
        new Random(1).nextBytes(bytes);
        return new Image(
                new ImageDescriptor(0, 0, width, height),
                new BitmapData(
                        BitmapFormat.THIRTY_TWO_BIT,
                        BitmapData.TOP_DOWN,
                        width,
                        height,
                        4 * width,
                        null,
                        Bytes.wrap(bytes)));
    }
}
