package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.SurfaceData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Draws operations on 32-bit rasters, with the pixels that a client's canvas gets.
 *
 * <p>It draws FILL, COPY, COPY_BITS, BLACKNESS, WHITENESS and INVERS with every rop and clip; {@link #refusal} tells
 * what it can not draw, and must be asked before. Pure: what it changes is the target raster alone.
 */
public final class Renderer {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTES_PER_PIXEL = 4;
    private static final Set<BitmapFormat> DRAWN_FORMATS = Set.of(
            BitmapFormat.SIXTEEN_BIT, BitmapFormat.TWENTY_FOUR_BIT, BitmapFormat.THIRTY_TWO_BIT, BitmapFormat.RGBA);

    private Renderer() {}

    /** Why an operation can not be drawn, as a lower-case fragment; empty if it can. */
    public static Optional<String> refusal(DrawMessage drawable) {
        if (drawable instanceof DrawCopy copy) {
            Rect area = copy.sourceArea();
            Rect box = copy.base().box();
            if (area.width() != box.width() || area.height() != box.height()) {
                return Optional.of("copy from " + area + " to " + box + ": expected equal sizes");
            }
            return refusal(copy.mask()).or(() -> refusal(copy.source())).or(() -> refusalOfRop(copy.ropDescriptor()));
        }
        if (drawable instanceof DrawFill fill) {
            if (!(fill.brush() instanceof SolidBrush)) {
                return Optional.of("brush " + fill.brush().getClass().getSimpleName() + ": expected a solid one");
            }
            return refusal(fill.mask()).or(() -> refusalOfRop(fill.ropDescriptor()));
        }
        if (drawable instanceof DrawBlackness blackness) {
            return refusal(blackness.mask());
        }
        if (drawable instanceof DrawWhiteness whiteness) {
            return refusal(whiteness.mask());
        }
        if (drawable instanceof DrawInvers invers) {
            return refusal(invers.mask());
        }
        if (drawable instanceof CopyBits) {
            return Optional.empty();
        }
        return Optional.of("operation " + drawable.getClass().getSimpleName()
                + ": expected a fill, copy, copy bits, blackness, whiteness or invers");
    }

    /**
     * Draws one operation.
     *
     * @param target the surface that the operation names
     * @param surfaces the raster of each surface that is the source of an image
     */
    public static void draw(DrawMessage drawable, Raster target, IntFunction<Raster> surfaces) {
        List<Rect> areas = areas(drawable, target);
        if (drawable instanceof DrawCopy copy) {
            Raster source = source(copy.source(), surfaces);
            int dx = copy.sourceArea().left() - copy.base().box().left();
            int dy = copy.sourceArea().top() - copy.base().box().top();
            RasterOperation operation = RasterOperation.of(copy.ropDescriptor());
            copy(source, target, areas, dx, dy, operation);
        } else if (drawable instanceof CopyBits move) {
            Point from = move.sourcePosition();
            int dx = from.x() - move.base().box().left();
            int dy = from.y() - move.base().box().top();
            copy(target, target, areas, dx, dy, RasterOperation.PUT);
        } else if (drawable instanceof DrawFill fill && fill.brush() instanceof SolidBrush brush) {
            fill(target, areas, (int) brush.color(), RasterOperation.of(fill.ropDescriptor()));
        } else if (drawable instanceof DrawBlackness) {
            fill(target, areas, 0, RasterOperation.BLACKNESS);
        } else if (drawable instanceof DrawWhiteness) {
            fill(target, areas, 0, RasterOperation.WHITENESS);
        } else if (drawable instanceof DrawInvers) {
            fill(target, areas, 0, RasterOperation.INVERS);
        } else {
            throw new AssertionError(drawable + ": expected what refusal() lets through");
        }
    }

    private static Optional<String> refusal(Mask mask) {
        return mask.bitmap() == null ? Optional.empty() : Optional.of("mask: expected none");
    }

    private static Optional<String> refusalOfRop(int ropDescriptor) {
        return RasterOperation.isOne(ropDescriptor)
                ? Optional.empty()
                : Optional.of("rop descriptor " + ropDescriptor + ": expected one operation");
    }

    private static Optional<String> refusal(Image image) {
        ImageData data = image.data();
        if (data instanceof SurfaceData) {
            return Optional.empty();
        }
        if (!(data instanceof BitmapData bitmap)) {
            return Optional.of("image " + data.type() + ": expected a bitmap or a surface");
        }
        return DRAWN_FORMATS.contains(bitmap.format())
                ? Optional.empty()
                : Optional.of("bitmap " + bitmap.format() + ": expected one of " + DRAWN_FORMATS);
    }

    /** Where the operation may draw on this target. */
    private static List<Rect> areas(DrawMessage drawable, Raster target) {
        Rect bounds = new Rect(0, 0, target.width(), target.height());
        Rect box = drawable.base().box().intersection(bounds);
        Clip clip = drawable.base().clip();
        return clip instanceof ClipRects rects
                ? rects.rects().stream()
                        .map(box::intersection)
                        .filter(rect -> !rect.isEmpty())
                        .toList()
                : List.of(box);
    }

    private static Raster source(Image image, IntFunction<Raster> surfaces) {
        if (image.data() instanceof SurfaceData surface) {
            return surfaces.apply(surface.surfaceId());
        }
        return PixelFormats.raster((BitmapData) image.data());
    }

    private static void fill(Raster target, List<Rect> areas, int color, RasterOperation operation) {
        byte[] pixels = target.pixels();
        for (Rect area : areas) {
            for (int y = area.top(); y < area.bottom(); y++) {
                int at = target.pixelOffset(area.left(), y);
                for (int end = at + area.width() * BYTES_PER_PIXEL; at < end; at += BYTES_PER_PIXEL) {
                    INT.set(pixels, at, operation.apply(color, (int) INT.get(pixels, at)));
                }
            }
        }
    }

    private static void copy(
            Raster source, Raster target, List<Rect> areas, int dx, int dy, RasterOperation operation) {
        if (source.pixels() == target.pixels() && areas.size() > 1) {
            // One rectangle must not read what another one has drawn.
            Rect read = areas.stream().reduce(Rect.EMPTY, Rect::union).translated(dx, dy);
            Raster kept = copyOf(source.part(read.left(), read.top(), read.width(), read.height()));
            areas.forEach(area -> copy(kept, target, area, dx - read.left(), dy - read.top(), operation));
        } else {
            areas.forEach(area -> copy(source, target, area, dx, dy, operation));
        }
    }

    private static void copy(Raster source, Raster target, Rect area, int dx, int dy, RasterOperation operation) {
        // Rows that overlap are copied from the far end, so that none is overwritten before it was read.
        boolean upwards = source.pixels() == target.pixels() && dy < 0;
        for (int row = 0; row < area.height(); row++) {
            int y = upwards ? area.bottom() - 1 - row : area.top() + row;
            copyRow(source, area.left() + dx, y + dy, target, area.left(), y, area.width(), operation);
        }
    }

    private static void copyRow(
            Raster source,
            int sourceX,
            int sourceY,
            Raster target,
            int targetX,
            int targetY,
            int count,
            RasterOperation operation) {
        int from = source.pixelOffset(sourceX, sourceY);
        int to = target.pixelOffset(targetX, targetY);
        if (operation.isPut() && source.format().bitsPerPixel() == 32) {
            System.arraycopy(source.pixels(), from, target.pixels(), to, count * BYTES_PER_PIXEL);
            return;
        }
        int step = source.format().bitsPerPixel() / 8;
        for (int i = 0; i < count; i++) {
            int drawn = pixel(source.format(), source.pixels(), from + i * step);
            int at = to + i * BYTES_PER_PIXEL;
            INT.set(target.pixels(), at, operation.apply(drawn, (int) INT.get(target.pixels(), at)));
        }
    }

    private static int pixel(PixelFormat format, byte[] pixels, int at) {
        return switch (format) {
            case XRGB32, RGBA32 -> (int) INT.get(pixels, at);
            case RGB24 -> (pixels[at] & 0xff) | ((pixels[at + 1] & 0xff) << 8) | ((pixels[at + 2] & 0xff) << 16);
            case RGB16_555 -> {
                int value = (pixels[at] & 0xff) | ((pixels[at + 1] & 0xff) << 8);
                yield (widen(value >> 10) << 16) | (widen(value >> 5) << 8) | widen(value);
            }
            default -> throw new AssertionError(format + ": expected what refusal() lets through");
        };
    }

    /** Five bits to eight: the highest bits are repeated, so that white stays white. */
    private static int widen(int fiveBits) {
        int value = fiveBits & 0x1f;
        return (value << 3) | (value >> 2);
    }

    private static Raster copyOf(Raster raster) {
        Raster copy = Raster.allocate(raster.format(), raster.width(), raster.height());
        for (int y = 0; y < raster.height(); y++) {
            System.arraycopy(raster.pixels(), raster.rowOffset(y), copy.pixels(), copy.rowOffset(y), raster.rowBytes());
        }
        return copy;
    }
}
