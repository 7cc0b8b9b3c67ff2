package dev.caraway.server.demo;

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
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads drawing commands.
 *
 * <p>Each method reads its lines at once and builds its value later: a command with a senseless value is read to its
 * end all the same, and the next one is found.
 */
final class RecordedDrawings {

    private static final int STYLE_LENGTH_BYTES = 4;
    private static final int SEGMENT_BYTES = 8;
    private static final int POINT_BYTES = 8;
    private static final int RECT_BYTES = 16;

    private final RecordingText text;
    private final RecordedImages images;

    /** What all operations of a command share. */
    private record Common(Supplier<DrawBase> base, int surfaceId, Optional<Supplier<Rect>> ownPixels) {}

    /** An image and the part of it that is drawn. */
    private record Source(Image image, Rect area) {}

    RecordedDrawings(RecordingText text) {
        this.text = text;
        this.images = new RecordedImages(text);
    }

    RecordedEvent read() throws IOException {
        text.word("drawable");
        Supplier<Rect> box = rect("bbox");
        Supplier<Clip> clip = clip();
        text.number("effect");
        text.number("mm_time");
        boolean usesOwnPixels = text.number("self_bitmap") != 0;
        Supplier<Rect> ownArea = rect("self_bitmap_area");
        int surfaceId = text.int32("surface_id");
        for (int i = 0; i < 3; i++) {
            text.number("surfaces_dest");
            text.int32s("rect surfaces_rects", 4);
        }
        Supplier<DrawBase> base = () -> new DrawBase(surfaceId, box.get(), clip.get());
        Common common = new Common(base, surfaceId, usesOwnPixels ? Optional.of(ownArea) : Optional.empty());
        int type = text.int32("type");
        if (type == 0) {
            return new RecordedEvent.DrawNothing();
        }
        Supplier<DrawMessage> operation = operation(type, common);
        try {
            return new RecordedEvent.Draw(operation.get());
        } catch (IllegalArgumentException | WireException e) {
            return new RecordedEvent.Unusable("drawing operation " + type, String.valueOf(e.getMessage()));
        }
    }

    private Supplier<DrawMessage> operation(int type, Common common) throws IOException {
        return switch (type) {
            case 1 -> fill(common);
            case 2 -> opaque(common);
            case 3 -> copy(common);
            case 4 -> copyBits(common);
            case 5 -> blend(common);
            case 6 -> masked(mask -> new DrawBlackness(common.base.get(), mask));
            case 7 -> masked(mask -> new DrawWhiteness(common.base.get(), mask));
            case 8 -> masked(mask -> new DrawInvers(common.base.get(), mask));
            case 9 -> rop3(common);
            case 10 -> stroke(common);
            case 11 -> text(common);
            case 12 -> transparent(common);
            case 13 -> alphaBlend(common);
            case 14 -> composite(common);
            default -> throw text.broken("expected a drawing operation 0 to 14");
        };
    }

    private Supplier<DrawMessage> fill(Common common) throws IOException {
        Supplier<Brush> brush = brush();
        int rop = text.int32("rop_descriptor");
        Supplier<Mask> mask = mask();
        return () -> new DrawFill(common.base.get(), brush.get(), rop, mask.get());
    }

    private Supplier<DrawMessage> opaque(Common common) throws IOException {
        Supplier<Source> source = source(common);
        Supplier<Brush> brush = brush();
        int rop = text.int32("rop_descriptor");
        Supplier<ScaleMode> scaleMode = scaleMode();
        Supplier<Mask> mask = mask();
        return () -> {
            Source from = source.get();
            return new DrawOpaque(
                    common.base.get(), from.image, from.area, brush.get(), rop, scaleMode.get(), mask.get());
        };
    }

    private Supplier<DrawMessage> copy(Common common) throws IOException {
        Supplier<Source> source = source(common);
        int rop = text.int32("rop_descriptor");
        Supplier<ScaleMode> scaleMode = scaleMode();
        Supplier<Mask> mask = mask();
        return () -> {
            Source from = source.get();
            return new DrawCopy(common.base.get(), from.image, from.area, rop, scaleMode.get(), mask.get());
        };
    }

    private Supplier<DrawMessage> copyBits(Common common) throws IOException {
        Point from = point();
        return () -> new CopyBits(common.base.get(), from);
    }

    private Supplier<DrawMessage> blend(Common common) throws IOException {
        Supplier<Source> source = source(common);
        int rop = text.int32("rop_descriptor");
        Supplier<ScaleMode> scaleMode = scaleMode();
        Supplier<Mask> mask = mask();
        return () -> {
            Source from = source.get();
            return new DrawBlend(common.base.get(), from.image, from.area, rop, scaleMode.get(), mask.get());
        };
    }

    private Supplier<DrawMessage> masked(Function<Mask, DrawMessage> build) throws IOException {
        Supplier<Mask> mask = mask();
        return () -> build.apply(mask.get());
    }

    private Supplier<DrawMessage> rop3(Common common) throws IOException {
        Supplier<Source> source = source(common);
        Supplier<Brush> brush = brush();
        int rop3 = text.int32("rop3");
        Supplier<ScaleMode> scaleMode = scaleMode();
        Supplier<Mask> mask = mask();
        return () -> {
            Source from = source.get();
            return new DrawRop3(
                    common.base.get(), from.image, from.area, brush.get(), rop3, scaleMode.get(), mask.get());
        };
    }

    private Supplier<DrawMessage> stroke(Common common) throws IOException {
        Bytes segments = text.chunks("path");
        int flags = text.int32("attr.flags");
        boolean isStyled = (flags & LineAttributes.STYLED) != 0;
        int lengths = isStyled ? text.int32("attr.style_nseg") : 0;
        Bytes style = isStyled ? text.blob("style") : Bytes.EMPTY;
        Supplier<Brush> brush = brush();
        int foreMode = text.int32("fore_mode");
        int backMode = text.int32("back_mode");
        return () -> new DrawStroke(
                common.base.get(),
                path(segments),
                new LineAttributes(flags, style(style, lengths)),
                brush.get(),
                foreMode,
                backMode);
    }

    private Supplier<DrawMessage> text(Common common) throws IOException {
        text.number("data_size");
        int length = text.int32("length");
        int flags = text.int32("flags");
        Bytes glyphs = text.chunks("string");
        Supplier<Rect> backArea = rect("back_area");
        Supplier<Brush> foreBrush = brush();
        Supplier<Brush> backBrush = brush();
        int foreMode = text.int32("fore_mode");
        int backMode = text.int32("back_mode");
        return () -> new DrawText(
                common.base.get(),
                glyphs(flags, length, glyphs),
                backArea.get(),
                foreBrush.get(),
                backBrush.get(),
                foreMode,
                backMode);
    }

    private Supplier<DrawMessage> transparent(Common common) throws IOException {
        Supplier<Source> source = source(common);
        long sourceColor = Integer.toUnsignedLong(text.int32("src_color"));
        long trueColor = Integer.toUnsignedLong(text.int32("true_color"));
        return () -> {
            Source from = source.get();
            return new DrawTransparent(common.base.get(), from.image, from.area, sourceColor, trueColor);
        };
    }

    private Supplier<DrawMessage> alphaBlend(Common common) throws IOException {
        int flags = text.int32("alpha_flags");
        int alpha = text.int32("alpha");
        Supplier<Source> source = source(common);
        return () -> {
            Source from = source.get();
            return new DrawAlphaBlend(common.base.get(), flags, alpha, from.image, from.area);
        };
    }

    private Supplier<DrawMessage> composite(Common common) throws IOException {
        int flags = text.int32("flags");
        Supplier<Optional<Image>> source = images.read();
        Optional<Bytes> sourceTransform = transform("src_transform");
        Supplier<Optional<Image>> mask = text.number("mask") == 0 ? Optional::empty : images.read();
        Optional<Bytes> maskTransform = transform("mask_transform");
        int[] sourceOrigin = text.int32s("src_origin", 2);
        int[] maskOrigin = text.int32s("mask_origin", 2);
        return () -> {
            Optional<Image> maskImage = mask.get();
            int optional = (maskImage.isPresent() ? DrawComposite.HAS_MASK : 0)
                    | (sourceTransform.isPresent() ? DrawComposite.HAS_SRC_TRANSFORM : 0)
                    | (maskTransform.isPresent() ? DrawComposite.HAS_MASK_TRANSFORM : 0);
            int others = flags
                    & ~(DrawComposite.HAS_MASK | DrawComposite.HAS_SRC_TRANSFORM | DrawComposite.HAS_MASK_TRANSFORM);
            return new DrawComposite(
                    common.base.get(),
                    others | optional,
                    source.get().orElseThrow(() -> new IllegalArgumentException("source image: expected one")),
                    maskImage.orElse(null),
                    sourceTransform.map(RecordedDrawings::decodedTransform).orElse(null),
                    maskTransform.map(RecordedDrawings::decodedTransform).orElse(null),
                    new Point16(sourceOrigin[0], sourceOrigin[1]),
                    new Point16(maskOrigin[0], maskOrigin[1]));
        };
    }

    /** A source that is left out means the target's own pixels, if the command says that it uses them. */
    private Supplier<Source> source(Common common) throws IOException {
        Supplier<Optional<Image>> image = images.read();
        Supplier<Rect> area = rect("src_area");
        return () -> {
            Optional<Image> given = image.get();
            if (given.isPresent()) {
                return new Source(given.get(), area.get());
            }
            Rect own = common.ownPixels
                    .orElseThrow(() -> new IllegalArgumentException("source image: expected one"))
                    .get();
            Image target = RecordedImages.ofSurface(common.surfaceId, own.width(), own.height());
            return new Source(target, area.get().translated(own.left(), own.top()));
        };
    }

    private Supplier<Brush> brush() throws IOException {
        int type = text.int32("type");
        return switch (type) {
            case 0 -> NoBrush::new;
            case 1 -> {
                long color = Integer.toUnsignedLong(text.int32("u.color"));
                yield () -> new SolidBrush(color);
            }
            case 2 -> {
                Supplier<Optional<Image>> image = images.read();
                Point position = point();
                yield () -> new PatternBrush(
                        image.get().orElseThrow(() -> new IllegalArgumentException("pattern: expected an image")),
                        position);
            }
            default ->
                () -> {
                    throw new IllegalArgumentException("brush type " + type + ": expected 0 to 2");
                };
        };
    }

    private Supplier<Mask> mask() throws IOException {
        int flags = text.int32("flags");
        Point position = point();
        Supplier<Optional<Image>> bitmap = images.read();
        return () -> bitmap.get().map(image -> new Mask(flags, position, image)).orElse(Mask.NONE);
    }

    private Supplier<ScaleMode> scaleMode() throws IOException {
        int code = text.int32("scale_mode");
        return () -> ScaleMode.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("scale mode " + code + ": expected 0 or 1"));
    }

    private Supplier<Clip> clip() throws IOException {
        int type = text.int32("type");
        if (type == 1) {
            int count = text.int32("num_rects");
            Bytes rects = text.chunks("clip_rects");
            return () -> new ClipRects(new SpiceReader("clip", rects).list("rects", count, RECT_BYTES, Rect::decode));
        }
        return () -> {
            if (type != 0) {
                throw new IllegalArgumentException("clip type " + type + ": expected 0 or 1");
            }
            return Clip.NONE;
        };
    }

    private Supplier<Rect> rect(String name) throws IOException {
        int[] sides = text.int32s("rect " + name, 4);
        return () -> new Rect(sides[1], sides[0], sides[3], sides[2]);
    }

    private Point point() throws IOException {
        int[] place = text.int32s("point", 2);
        return new Point(place[0], place[1]);
    }

    private Optional<Bytes> transform(String name) throws IOException {
        return text.number(name) == 0 ? Optional.empty() : Optional.of(text.blob("transform"));
    }

    private static Transform decodedTransform(Bytes data) {
        return Transform.decode(new SpiceReader("transform", data));
    }

    private static Path path(Bytes data) {
        SpiceReader in = new SpiceReader("path", data);
        List<PathSegment> segments = new ArrayList<>();
        while (in.remaining() > SEGMENT_BYTES) {
            int flags = in.u32AtMost("flags", 0xff);
            int count = in.u32AtMost("count", Integer.MAX_VALUE);
            segments.add(new PathSegment(flags, in.list("points", count, POINT_BYTES, PointFix::decode)));
        }
        return new Path(segments);
    }

    private static List<Integer> style(Bytes data, int lengths) {
        return new SpiceReader("style", data).list("lengths", lengths, STYLE_LENGTH_BYTES, in -> in.i32("length"));
    }

    private static GlyphString glyphs(int flags, int count, Bytes data) {
        SpiceReader in = new SpiceReader("string", data);
        int bits = (flags & GlyphString.RASTER_A1) != 0 ? 1 : (flags & GlyphString.RASTER_A4) != 0 ? 4 : 8;
        List<RasterGlyph> glyphs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Point renderPosition = Point.decode(in);
            Point origin = Point.decode(in);
            int width = in.u16("width");
            int height = in.u16("height");
            long size = ((long) width * bits + 7) / 8 * height;
            Bytes pixels = in.bytes("data", (int) Math.min(size, Integer.MAX_VALUE));
            glyphs.add(new RasterGlyph(renderPosition, origin, width, height, pixels));
        }
        return new GlyphString(flags, glyphs);
    }
}
