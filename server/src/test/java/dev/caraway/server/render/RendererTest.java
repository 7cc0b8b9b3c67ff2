package dev.caraway.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.Brush;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawStroke;
import dev.caraway.protocol.display.draw.DrawText;
import dev.caraway.protocol.display.draw.GlyphString;
import dev.caraway.protocol.display.draw.LineAttributes;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.NoBrush;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RasterGlyph;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Path;
import dev.caraway.protocol.geometry.PathSegment;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.geometry.PointFix;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.geometry.Transform;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RendererTest {

    private static final Rect BOX = Rect.ofSize(4, 4, 20, 20);
    private static final DrawBase BASE = new DrawBase(0, BOX, Clip.NONE);
    private static final SolidBrush RED = new SolidBrush(0xff0000);

    private final RandomDrawings drawings = new RandomDrawings(11, 0);
    private final Raster target = Raster.allocate(PixelFormat.XRGB32, 48, 48);

    @Test
    void curveThatAClientWouldHalveForeverIsRefused() {
        PointFix same = new PointFix(160, 160);
        refused("curve", stroke(LineAttributes.SOLID, PathSegment.BEGIN | PathSegment.BEZIER, same, same, same, same));
    }

    @Test
    void pathThatAClientCannotFollowIsRefused() {
        PointFix place = new PointFix(160, 160);
        refused("path segment", stroke(LineAttributes.SOLID, PathSegment.BEGIN));
        refused("path segment", stroke(LineAttributes.SOLID, PathSegment.END | PathSegment.CLOSE));
        refused("curve", stroke(LineAttributes.SOLID, PathSegment.BEZIER, place, place, place));
        refused("curve", stroke(LineAttributes.SOLID, PathSegment.BEGIN | PathSegment.BEZIER, place, place));
        refused("path point", stroke(LineAttributes.SOLID, PathSegment.BEGIN, new PointFix(1 << 30, 0)));
    }

    @Test
    void dashesThatNeverMoveOnAreRefused() {
        PointFix place = new PointFix(160, 160);
        refused("line style", stroke(style(), PathSegment.BEGIN, place, place));
        refused("line style", stroke(style(0, 8, 256 * 16), PathSegment.BEGIN, place, place));
    }

    @Test
    void pathOfTooManyPixelsIsRefused() {
        PointFix[] ends = new PointFix[4000];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = new PointFix(i % 2 == 0 ? -500_000 : 500_000, i);
        }
        refused("path of", stroke(LineAttributes.SOLID, PathSegment.BEGIN, ends));
        PointFix[] fewer = Arrays.copyOf(ends, 500);
        refused("line style", stroke(style(16, 0, 0, 0, 0), PathSegment.BEGIN, fewer));
    }

    @Test
    void textThatAClientCannotDrawIsRefused() {
        refused("text: expected a glyph", text(List.of(), Rect.EMPTY, RopDescriptor.OP_PUT, RED));
        refused("glyph", text(List.of(glyph(Integer.MAX_VALUE, 0)), Rect.EMPTY, RopDescriptor.OP_PUT, RED));
        List<RasterGlyph> apart = List.of(glyph(0, 0), glyph(30_000, 30_000));
        refused("text", text(apart, Rect.EMPTY, RopDescriptor.OP_PUT, RED));
        refused("text mode", text(List.of(glyph(5, 5)), BOX, RopDescriptor.OP_XOR, RED));
    }

    @Test
    void patternOfASurfaceIsRefusedWhereAClientTakesItForABitmap() {
        PatternBrush pattern = new PatternBrush(surface(1), Point.ORIGIN);
        refused("pattern", text(List.of(glyph(5, 5)), Rect.EMPTY, RopDescriptor.OP_PUT, pattern));
        PointFix place = new PointFix(160, 160);
        Path path = new Path(List.of(new PathSegment(PathSegment.BEGIN, List.of(place, place))));
        refused("pattern", new DrawStroke(BASE, path, LineAttributes.SOLID, pattern, 8, 8));
    }

    @Test
    void rop3ThatIsAnotherOperationIsRefused() {
        refused("rop3 204", rop3(0xcc, RED));
        refused("rop3 brush", rop3(0xca, new NoBrush()));
        Image tile = drawings.image(BitmapFormat.RGBA, 7, 7);
        refused("rop3 pattern", rop3(0xca, new PatternBrush(tile, new Point(5, 0))));
        assertThat(Renderer.refusal(rop3(0xca, new PatternBrush(tile, new Point(4 + 7, 4)))))
                .isEmpty();
    }

    @Test
    void compositeThatHasNoMeaningIsRefused() {
        refused("composite operator", composite(0x0e, null));
        refused("composite flags", composite(3 | 5 << 8, null));
        refused("composite flags", composite(3 | 7 << 11, null));
    }

    @Test
    void maskHasToHaveOneBitAPixel() {
        Mask mask = new Mask(0, Point.ORIGIN, drawings.image(BitmapFormat.EIGHT_BIT, 4, 4));
        refused("mask", new DrawFill(BASE, RED, RopDescriptor.OP_PUT, mask));
        Mask ofSurface = new Mask(0, Point.ORIGIN, surface(1));
        refused("mask", new DrawFill(BASE, RED, RopDescriptor.OP_PUT, ofSurface));
    }

    @Test
    void sourceAreaHasToBeInsideItsBitmap() {
        Image image = drawings.image(BitmapFormat.RGBA, 10, 10);
        refused("source area", copy(image, Rect.ofSize(1, 0, 10, 10)));
        refused("source area", copy(image, Rect.ofSize(1, 1, 0, 4)));
        assertThat(Renderer.refusal(copy(image, Rect.ofSize(0, 0, 10, 10)))).isEmpty();
    }

    @Test
    void scalingBeyondAClientsNumbersIsRefused() {
        refused("source area", copy(surface(1), Rect.ofSize(30_000, 0, 10_000, 8)));
        DrawBase narrow = new DrawBase(0, Rect.ofSize(4, 4, 1, 1), Clip.NONE);
        Rect wide = Rect.ofSize(0, 0, 30_000, 1);
        refused(
                "source area",
                new DrawCopy(narrow, surface(1), wide, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE));
    }

    @Test
    void pixelUnderTwoClipRectanglesIsInvertedOnce() {
        Clip clip = new ClipRects(List.of(BOX, BOX, Rect.ofSize(0, 0, 9, 9)));
        Renderer.draw(new DrawInvers(new DrawBase(0, BOX, clip), Mask.NONE), target, id -> target);
        assertThat(Words.get(target.pixels(), target.pixelOffset(5, 5))).isEqualTo(-1);
        assertThat(Words.get(target.pixels(), target.pixelOffset(3, 3))).isZero();
    }

    @Test
    void indicesOfEitherOrderAreTheSamePicture() {
        List<Integer> colors = IntStream.range(0, 16).boxed().toList();
        drawIndexed(BitmapFormat.FOUR_BIT_BE, colors, 0x12, 0x3f);
        byte[] expected = target.pixels().clone();
        drawIndexed(BitmapFormat.FOUR_BIT_LE, colors, 0x21, 0xf3);
        assertThat(target.pixels()).isEqualTo(expected);
        assertThat(Words.get(target.pixels(), target.pixelOffset(7, 4))).isEqualTo(0xf);
        drawIndexed(BitmapFormat.ONE_BIT_BE, colors, 0x80, 0);
        expected = target.pixels().clone();
        drawIndexed(BitmapFormat.ONE_BIT_LE, colors, 0x01, 0);
        assertThat(target.pixels()).isEqualTo(expected);
        assertThat(Words.get(target.pixels(), target.pixelOffset(4, 4))).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void nothingOutsideTheBoxAndTheTargetIsTouchedWhateverIsDrawn() {
        Random random = new Random(2);
        for (int i = 0; i < 4000; i++) {
            String operation = MadeUpRecordings.OPERATIONS.get(i % MadeUpRecordings.OPERATIONS.size());
            Rect cell = Rect.ofSize(random.nextInt(48), random.nextInt(48), 40, 40);
            DrawMessage drawable = drawings.next(operation, cell);
            if (Renderer.refusal(drawable).isEmpty()) {
                byte[] before = target.pixels().clone();
                Renderer.draw(drawable, target, id -> Raster.allocate(PixelFormat.RGBA32, 64, 64));
                assertUntouchedOutside(drawable, before);
            }
        }
    }

    @Test
    void transformThatLeavesTheNumbersDrawsNothing() {
        Transform far = new Transform(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, Integer.MIN_VALUE, 0);
        DrawMessage drawable = composite(1 | DrawComposite.HAS_SRC_TRANSFORM, far);
        assertThat(Renderer.refusal(drawable)).isEmpty();
        byte[] before = target.pixels().clone();
        Renderer.draw(drawable, target, id -> target);
        assertThat(target.pixels()).isEqualTo(before);
    }

    @Test
    void whatIsThereAlreadyWouldChangeNothing() {
        Image image = drawings.image(BitmapFormat.FOUR_BIT_BE, 20, 20);
        DrawMessage copy = copy(image, Rect.ofSize(0, 0, 20, 20));
        assertThat(Renderer.wouldChange(copy, target, id -> target)).isTrue();
        Renderer.draw(copy, target, id -> target);
        assertThat(Renderer.wouldChange(copy, target, id -> target)).isFalse();
        DrawMessage fill = new DrawFill(BASE, RED, RopDescriptor.OP_PUT, Mask.NONE);
        assertThat(Renderer.wouldChange(fill, target, id -> target)).isTrue();
        Renderer.draw(fill, target, id -> target);
        assertThat(Renderer.wouldChange(fill, target, id -> target)).isFalse();
        target.pixels()[target.pixelOffset(23, 23)] ^= 1;
        assertThat(Renderer.wouldChange(fill, target, id -> target)).isTrue();
        target.pixels()[target.pixelOffset(23, 23)] ^= 1;
        target.pixels()[target.pixelOffset(24, 23)] ^= 1;
        assertThat(Renderer.wouldChange(fill, target, id -> target)).isFalse();
    }

    /** Draws a row of four pixels. */
    private void drawIndexed(BitmapFormat format, List<Integer> colors, int first, int second) {
        Bytes data = Bytes.wrap(new byte[] {(byte) first, (byte) second});
        Palette palette = new Palette(0, colors);
        Image image = new Image(new ImageDescriptor(1, 0, 4, 1), new BitmapData(format, 0, 4, 1, 2, palette, data));
        Rect row = Rect.ofSize(0, 0, 4, 1);
        DrawBase base = new DrawBase(0, Rect.ofSize(4, 4, 4, 1), Clip.NONE);
        DrawMessage copy = new DrawCopy(base, image, row, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
        assertThat(Renderer.refusal(copy)).isEmpty();
        Renderer.draw(copy, target, id -> target);
    }

    private void assertUntouchedOutside(DrawMessage drawable, byte[] before) {
        Rect box = drawable.base().box();
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < target.width(); x++) {
                boolean isInside = x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
                int at = target.pixelOffset(x, y);
                if (!isInside && Words.get(before, at) != Words.get(target.pixels(), at)) {
                    throw new AssertionError(x + "," + y + " touched by " + drawable);
                }
            }
        }
    }

    private static void refused(String subject, DrawMessage drawable) {
        assertThat(Renderer.refusal(drawable))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith(subject));
    }

    private static DrawStroke stroke(LineAttributes attributes, int flags, PointFix... points) {
        Path path = new Path(List.of(new PathSegment(flags, List.of(points))));
        return new DrawStroke(BASE, path, attributes, RED, RopDescriptor.OP_PUT, RopDescriptor.OP_PUT);
    }

    private static LineAttributes style(Integer... lengths) {
        return new LineAttributes(LineAttributes.STYLED, List.of(lengths));
    }

    private static RasterGlyph glyph(int x, int y) {
        return new RasterGlyph(new Point(x, y), Point.ORIGIN, 8, 1, Bytes.wrap(new byte[1]));
    }

    private static DrawText text(List<RasterGlyph> glyphs, Rect backArea, int mode, Brush brush) {
        GlyphString string = new GlyphString(GlyphString.RASTER_A1, glyphs);
        return new DrawText(BASE, string, backArea, brush, RED, mode, RopDescriptor.OP_PUT);
    }

    private DrawRop3 rop3(int number, Brush brush) {
        Image image = drawings.image(BitmapFormat.RGBA, 20, 20);
        return new DrawRop3(BASE, image, Rect.ofSize(0, 0, 20, 20), brush, number, ScaleMode.NEAREST, Mask.NONE);
    }

    private DrawComposite composite(int flags, @Nullable Transform transform) {
        Image image = drawings.image(BitmapFormat.RGBA, 8, 8);
        return new DrawComposite(BASE, flags, image, null, transform, null, Point16.ORIGIN, Point16.ORIGIN);
    }

    private static DrawCopy copy(Image image, Rect area) {
        return new DrawCopy(BASE, image, area, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static Image surface(int surfaceId) {
        return new Image(new ImageDescriptor(1, 0, 64, 64), new SurfaceData(surfaceId));
    }
}
