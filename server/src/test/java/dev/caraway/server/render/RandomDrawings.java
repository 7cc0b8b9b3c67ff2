package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.Brush;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawStroke;
import dev.caraway.protocol.display.draw.DrawText;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.display.draw.DrawWhiteness;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Made-up drawing operations that a client can draw, each inside a cell of its own; the same for the same seed.
 *
 * <p>They leave out what a client makes something undefined of: pixels beyond a palette, the fourth byte of images
 * without alpha, a glyph's topmost row where it has eight bits, a source that the HSL operators see through a mask.
 */
public final class RandomDrawings {

    /** A surface with alpha, of {@link #SURFACE_SIDE} pixels a side, that drawings may read. */
    public static final int ALPHA_SURFACE = 1;

    /** Such a surface without alpha. */
    public static final int OPAQUE_SURFACE = 2;

    public static final int SURFACE_SIDE = 64;

    private static final List<BitmapFormat> FORMATS = List.of(
            BitmapFormat.ONE_BIT_BE,
            BitmapFormat.FOUR_BIT_BE,
            BitmapFormat.EIGHT_BIT,
            BitmapFormat.SIXTEEN_BIT,
            BitmapFormat.TWENTY_FOUR_BIT,
            BitmapFormat.THIRTY_TWO_BIT,
            BitmapFormat.RGBA,
            BitmapFormat.EIGHT_BIT_ALPHA);

    private static final int[] OPERATIONS = {
        RopDescriptor.OP_PUT,
        RopDescriptor.OP_OR,
        RopDescriptor.OP_AND,
        RopDescriptor.OP_XOR,
        RopDescriptor.OP_BLACKNESS,
        RopDescriptor.OP_WHITENESS,
        RopDescriptor.OP_INVERS,
        0
    };

    private final Random random;
    private final int targetId;
    private long imageId;

    public RandomDrawings(long seed, int targetId) {
        this.random = new Random(seed);
        this.targetId = targetId;
    }

    /** An operation of the kind {@code name}, which is that of the opcode without {@code DRAW_}. */
    public DrawMessage next(String name, Rect cell) {
        Rect box = box(cell);
        DrawBase base = new DrawBase(targetId, box, clip(box));
        return switch (name) {
            case "FILL" -> new DrawFill(base, brush(true), rop(), mask(box));
            case "COPY" -> copy(base, box);
            case "BLEND" -> blend(base, box);
            case "OPAQUE" -> opaque(base, box);
            case "BLACKNESS" -> new DrawBlackness(base, mask(box));
            case "WHITENESS" -> new DrawWhiteness(base, mask(box));
            case "INVERS" -> new DrawInvers(base, mask(box));
            case "ROP3" -> rop3(base, box);
            case "STROKE" -> stroke(base, box);
            case "TEXT" -> text(base, box);
            case "TRANSPARENT" -> transparent(base, box);
            case "ALPHA_BLEND" -> alphaBlend(base, box);
            case "COMPOSITE" -> composite(base);
            case "COPY_BITS" -> copyBits(base, box, cell);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A picture of some colours. */
    public Image image(BitmapFormat format, int width, int height) {
        int stride = (int) format.rowBytes(width) + (random.nextInt(3) == 0 ? random.nextInt(6) : 0);
        byte[] data = new byte[stride * height];
        fill(data, format);
        int flags = random.nextBoolean() ? BitmapData.TOP_DOWN : 0;
        @Nullable Palette palette = null;
        if (PixelFormats.of(format).isPalette()) {
            List<Integer> colors = new ArrayList<>();
            for (int i = 0; i < 1 << format.bitsPerPixel(); i++) {
                colors.add(random.nextInt(4) == 0 ? i * 0x010203 : random.nextInt() & 0xffffff);
            }
            palette = new Palette(0, colors);
        }
        ImageDescriptor descriptor = new ImageDescriptor(++imageId, 0, width, height);
        return new Image(descriptor, new BitmapData(format, flags, width, height, stride, palette, Bytes.wrap(data)));
    }

    private void fill(byte[] data, BitmapFormat format) {
        if (format == BitmapFormat.RGBA || format == BitmapFormat.THIRTY_TWO_BIT) {
            int[] colors = new int[12];
            for (int i = 0; i < colors.length; i++) {
                colors[i] = format == BitmapFormat.RGBA ? premultiplied() : random.nextInt() & 0xffffff;
            }
            for (int i = 0; i + 3 < data.length; i += 4) {
                int color = colors[random.nextInt(colors.length)];
                for (int j = 0; j < 4; j++) {
                    data[i + j] = (byte) (color >> (8 * j));
                }
            }
        } else {
            byte[] values = new byte[16];
            random.nextBytes(values);
            for (int i = 0; i < data.length; i++) {
                data[i] = values[random.nextInt(values.length)];
            }
        }
    }

    private int premultiplied() {
        int alpha = random.nextInt(4) == 0 ? 255 * random.nextInt(2) : random.nextInt(256);
        if (random.nextInt(8) == 0) {
            return alpha << 24 | (random.nextInt() & 0xffffff);
        }
        int color = alpha << 24;
        for (int shift = 0; shift < 24; shift += 8) {
            color |= random.nextInt(alpha + 1) << shift;
        }
        return color;
    }

    private Image image(int width, int height) {
        return image(FORMATS.get(random.nextInt(FORMATS.size())), width, height);
    }

    private Image source(int width, int height) {
        if (random.nextInt(6) == 0 && width <= SURFACE_SIDE && height <= SURFACE_SIDE) {
            int surfaceId = random.nextBoolean() ? ALPHA_SURFACE : OPAQUE_SURFACE;
            return new Image(new ImageDescriptor(++imageId, 0, SURFACE_SIDE, SURFACE_SIDE), new SurfaceData(surfaceId));
        }
        return image(width, height);
    }

    private Rect box(Rect cell) {
        int left = cell.left() + random.nextInt(8);
        int top = cell.top() + random.nextInt(8);
        return new Rect(
                left,
                top,
                left + 1 + random.nextInt(cell.right() - left),
                top + 1 + random.nextInt(cell.bottom() - top));
    }

    private Clip clip(Rect box) {
        if (random.nextInt(3) != 0) {
            return Clip.NONE;
        }
        List<Rect> rects = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            int x = box.left() + random.nextInt(box.width() + 4) - 2;
            int y = box.top() + random.nextInt(box.height() + 4) - 2;
            rects.add(Rect.ofSize(x, y, 1 + random.nextInt(box.width()), 1 + random.nextInt(box.height())));
        }
        return new ClipRects(rects);
    }

    private Mask mask(Rect box) {
        if (random.nextInt(3) != 0) {
            return Mask.NONE;
        }
        int width = Math.max(1, box.width() + random.nextInt(20) - 6);
        int height = Math.max(1, box.height() + random.nextInt(20) - 6);
        BitmapFormat format = random.nextBoolean() ? BitmapFormat.ONE_BIT_BE : BitmapFormat.ONE_BIT_LE;
        Point position = new Point(random.nextInt(14) - 5, random.nextInt(14) - 5);
        return new Mask(random.nextInt(2), position, image(format, width, height));
    }

    private int rop() {
        int inversions = 0;
        if (random.nextBoolean()) {
            inversions = random.nextInt(8) | (random.nextBoolean() ? RopDescriptor.INVERS_RES : 0);
        }
        return OPERATIONS[random.nextInt(OPERATIONS.length)] | inversions;
    }

    private Brush brush(boolean mayBeOfSurface) {
        return switch (random.nextInt(5)) {
            case 0 -> new NoBrush();
            case 1, 2 -> new SolidBrush(random.nextInt() & 0xffffff);
            default -> pattern(mayBeOfSurface, random.nextInt(1000) - 100);
        };
    }

    private PatternBrush pattern(boolean mayBeOfSurface, int x) {
        int width = 1 + random.nextInt(20);
        int height = 1 + random.nextInt(20);
        Image image = mayBeOfSurface ? source(width, height) : image(width, height);
        return new PatternBrush(image, new Point(x, random.nextInt(1000) - 100));
    }

    private ScaleMode scaleMode() {
        return random.nextBoolean() ? ScaleMode.NEAREST : ScaleMode.INTERPOLATE;
    }

    /** The size of a part that is drawn to the box: mostly the box's own. */
    private Rect area(Rect box) {
        int x = random.nextInt(5);
        int y = random.nextInt(5);
        return random.nextInt(5) < 3
                ? Rect.ofSize(x, y, box.width(), box.height())
                : Rect.ofSize(x, y, 1 + random.nextInt(30), 1 + random.nextInt(30));
    }

    private Image sourceOf(Rect area) {
        return source(area.right() + random.nextInt(3), area.bottom() + random.nextInt(3));
    }

    private DrawMessage copy(DrawBase base, Rect box) {
        Rect area = area(box);
        int rop = random.nextInt(3) == 0 ? RopDescriptor.OP_PUT : rop();
        return new DrawCopy(base, sourceOf(area), area, rop, scaleMode(), mask(box));
    }

    private DrawMessage blend(DrawBase base, Rect box) {
        Rect area = area(box);
        return new DrawBlend(base, sourceOf(area), area, rop(), scaleMode(), mask(box));
    }

    private DrawMessage opaque(DrawBase base, Rect box) {
        Rect area = area(box);
        return new DrawOpaque(base, sourceOf(area), area, brush(true), rop(), scaleMode(), mask(box));
    }

    private DrawMessage rop3(DrawBase base, Rect box) {
        Rect area = area(box);
        int rop3 = random.nextInt(256);
        while (!Rop3.hasAllOperands(rop3)) {
            rop3 = random.nextInt(256);
        }
        Brush brush = new SolidBrush(random.nextInt() & 0xffffff);
        if (random.nextBoolean()) {
            PatternBrush pattern = pattern(true, box.left() - random.nextInt(50));
            Point position = new Point(pattern.position().x(), box.top() - random.nextInt(50));
            brush = new PatternBrush(pattern.image(), position);
        }
        return new DrawRop3(base, sourceOf(area), area, brush, rop3, scaleMode(), mask(box));
    }

    private DrawMessage transparent(DrawBase base, Rect box) {
        Rect area = area(box);
        Image image = sourceOf(area);
        int color = random.nextInt() & 0xffffff;
        if (image.data() instanceof BitmapData bitmap) {
            SourceImage source = SourceImage.ofBitmap(image, bitmap);
            color = source.word(random.nextInt(source.width()), random.nextInt(source.height()));
        }
        return new DrawTransparent(base, image, area, 0, Integer.toUnsignedLong(color));
    }

    private DrawMessage alphaBlend(DrawBase base, Rect box) {
        Rect area = area(box);
        Image image = sourceOf(area);
        boolean isWithAlpha = image.data() instanceof SurfaceData surface && surface.surfaceId() == ALPHA_SURFACE;
        int flags = random.nextInt(2) | (isWithAlpha && random.nextBoolean() ? 2 : 0);
        int alpha = random.nextInt(4) == 0 ? 255 * random.nextInt(2) : random.nextInt(256);
        return new DrawAlphaBlend(base, flags, alpha, image, area);
    }

    private DrawMessage copyBits(DrawBase base, Rect box, Rect cell) {
        int x = cell.left() + random.nextInt(cell.width() - box.width() + 1);
        int y = cell.top() + random.nextInt(cell.height() - box.height() + 1);
        return new CopyBits(base, new Point(x, y));
    }

    private DrawMessage stroke(DrawBase base, Rect box) {
        List<PathSegment> segments = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            segments.add(segment(box, i == 0));
        }
        LineAttributes attributes = LineAttributes.SOLID;
        if (random.nextBoolean()) {
            List<Integer> style = new ArrayList<>();
            int lengths = 1 + random.nextInt(5);
            for (int i = 0; i < lengths; i++) {
                style.add(16 + random.nextInt(random.nextInt(4) == 0 ? 2000 : 120));
            }
            boolean startsWithGap = random.nextInt(4) == 0;
            attributes = new LineAttributes(
                    LineAttributes.STYLED | (startsWithGap ? LineAttributes.START_WITH_GAP : 0), style);
        }
        return new DrawStroke(base, new Path(segments), attributes, brush(false), rop(), RopDescriptor.OP_PUT);
    }

    private PathSegment segment(Rect box, boolean isFirst) {
        boolean begins = isFirst || random.nextBoolean();
        boolean ends = random.nextBoolean();
        boolean isCurve = random.nextInt(3) == 0 && (begins || !isFirst);
        List<PointFix> points = new ArrayList<>();
        int count = isCurve ? 3 * (1 + random.nextInt(2)) + 1 : 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            points.add(point(box));
        }
        if (isCurve && !begins) {
            isCurve = false;
        }
        int flags = (begins ? PathSegment.BEGIN : 0)
                | (ends ? PathSegment.END : 0)
                | (ends && begins && random.nextBoolean() ? PathSegment.CLOSE : 0)
                | (isCurve ? PathSegment.BEZIER : 0);
        return new PathSegment(flags, points);
    }

    private PointFix point(Rect box) {
        int beyond = random.nextInt(6) == 0 ? 3000 : 6;
        int x = box.left() - beyond + random.nextInt(box.width() + 2 * beyond);
        int y = box.top() - beyond + random.nextInt(box.height() + 2 * beyond);
        return new PointFix(16 * x + random.nextInt(16), 16 * y + random.nextInt(16));
    }

    private DrawMessage text(DrawBase base, Rect box) {
        int flags = 1 << random.nextInt(3);
        List<RasterGlyph> glyphs = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        int x = box.left() + random.nextInt(5) - 2;
        int y = box.top() + random.nextInt(5) - 2;
        int bits = flags == GlyphString.RASTER_A1 ? 1 : flags == GlyphString.RASTER_A4 ? 4 : 8;
        int height = 1 + random.nextInt(16);
        for (int i = 0; i < count; i++) {
            int width = 1 + random.nextInt(14);
            byte[] data = new byte[(width * bits + 7) / 8 * height];
            random.nextBytes(data);
            Point origin = new Point(random.nextInt(3) - 1, bits == 8 ? 0 : random.nextInt(5) - 2);
            glyphs.add(new RasterGlyph(new Point(x, y), origin, width, height, Bytes.wrap(data)));
            x += random.nextInt(width + 3);
        }
        if (bits == 8) {
            // All glyphs have the same topmost row, and the clip leaves it out.
            Rect rest = new Rect(box.left(), y + 1, box.right(), Math.max(y + 1, box.bottom()));
            base = new DrawBase(targetId, box, new ClipRects(List.of(rest)));
        }
        Rect backArea = random.nextBoolean()
                ? Rect.EMPTY
                : box(new Rect(box.left(), box.top(), box.left() + 30, box.top() + 30));
        Brush fore = random.nextInt(6) == 0 ? brush(false) : new SolidBrush(random.nextInt() & 0xffffff);
        return new DrawText(
                base, new GlyphString(flags, glyphs), backArea, fore, brush(true), RopDescriptor.OP_PUT, rop());
    }

    private DrawMessage composite(DrawBase base) {
        List<CompositeOperator> operators = List.of(CompositeOperator.values());
        CompositeOperator operator = operators.get(random.nextInt(operators.size()));
        if (random.nextInt(3) == 0) {
            operator = CompositeOperator.OVER;
        }
        int flags = operator.number();
        flags |= random.nextInt(5) << 8 | random.nextInt(5) << 11 | random.nextInt(4) << 14 | random.nextInt(4) << 16;
        flags |= random.nextBoolean() ? DrawComposite.COMPONENT_ALPHA : 0;
        flags |= (random.nextInt() & 7) << 22;
        Image source = compositeImage(1 + random.nextInt(30), 1 + random.nextInt(30));
        @Nullable Transform sourceTransform = transform(source);
        // Where a mask hides a sampled source, pixman's HSL operators take pixels of the row before.
        boolean hasMask = random.nextBoolean() && !(operator.blend() instanceof HslBlend);
        @Nullable Image mask = hasMask ? compositeImage(1 + random.nextInt(30), 1 + random.nextInt(30)) : null;
        @Nullable Transform maskTransform = mask == null ? null : transform(mask);
        flags |= hasMask ? DrawComposite.HAS_MASK : 0;
        flags |= sourceTransform != null ? DrawComposite.HAS_SRC_TRANSFORM : 0;
        flags |= maskTransform != null ? DrawComposite.HAS_MASK_TRANSFORM : 0;
        return new DrawComposite(base, flags, source, mask, sourceTransform, maskTransform, origin(), origin());
    }

    private Image compositeImage(int width, int height) {
        return random.nextInt(3) == 0 ? source(width, height) : image(BitmapFormat.RGBA, width, height);
    }

    private Point16 origin() {
        return new Point16(random.nextInt(30) - 10, random.nextInt(30) - 10);
    }

    /** A client keeps the last transform of a surface, so one is always given there. */
    private @Nullable Transform transform(Image image) {
        int kind = random.nextInt(6);
        if (kind < 2 && !(image.data() instanceof SurfaceData)) {
            return null;
        }
        int one = AffineSource.ONE;
        int x = random.nextInt(20 * one) - 10 * one;
        int y = random.nextInt(20 * one) - 10 * one;
        return switch (kind) {
            case 2 -> new Transform(random.nextInt(3 * one), 0, x, 0, random.nextInt(3 * one), y);
            case 3 ->
                new Transform(
                        random.nextInt(4 * one) - 2 * one,
                        random.nextInt(4 * one) - 2 * one,
                        x,
                        random.nextInt(4 * one) - 2 * one,
                        random.nextInt(4 * one) - 2 * one,
                        y);
            case 4 -> new Transform(0, one, 0, -one, 0, 20 * one);
            case 5 -> new Transform(2 * one, 0, 0, 0, one / 2, 0);
            default -> new Transform(one, 0, x, 0, one, y);
        };
    }
}
