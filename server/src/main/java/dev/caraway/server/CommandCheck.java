package dev.caraway.server;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.surface.Surface;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a guest's commands can be drawn, told where they are made: it knows which surfaces will exist when a command's
 * turn comes. What it refuses never reaches a client. Not thread-safe; its port guards it.
 */
final class CommandCheck {

    private final Map<Integer, Rect> boundsBySurface = new HashMap<>();

    /**
     * Notes a new surface.
     *
     * @return whether it takes the place of one with the same id
     * @throws IllegalArgumentException if it cannot be made
     */
    boolean onCreate(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        if (surfaceId < 0 || surfaceId >= Limits.SURFACES) {
            throw new IllegalArgumentException("surface " + surfaceId + ": expected less than " + Limits.SURFACES);
        }
        if (width < 1 || height < 1 || width > GuestDisplay.MAX_SIDE_PIXELS || height > GuestDisplay.MAX_SIDE_PIXELS) {
            throw new IllegalArgumentException(
                    "surface " + width + "x" + height + ": expected sides of 1 to " + GuestDisplay.MAX_SIDE_PIXELS);
        }
        if (format != SurfaceFormat.XRGB_32 && format != SurfaceFormat.ARGB_32) {
            throw new IllegalArgumentException("surface format " + format + ": expected XRGB_32 or ARGB_32");
        }
        if (pixels != null && pixels.length() != 4L * width * height) {
            throw new IllegalArgumentException(
                    "surface pixels " + pixels.length() + ": expected " + 4L * width * height + " bytes");
        }
        return boundsBySurface.put(surfaceId, new Rect(0, 0, width, height)) != null;
    }

    /** Knows these surfaces and no others from now on. */
    void restore(Collection<Surface> surfaces) {
        boundsBySurface.clear();
        surfaces.forEach(surface -> boundsBySurface.put(surface.id(), surface.bounds()));
    }

    /**
     * Notes that a surface will be gone.
     *
     * @throws IllegalArgumentException if there is none
     */
    void onDestroy(int surfaceId) {
        bounds(surfaceId);
        boundsBySurface.remove(surfaceId);
    }

    /** Refuses a drawing that cannot be drawn, with an {@link IllegalArgumentException}. */
    void check(DrawMessage drawable) {
        Renderer.refusal(drawable).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        DrawBase base = drawable.base();
        Rect target = bounds(base.surfaceId());
        Rect box = base.box();
        if (box.isEmpty() || !target.contains(box)) {
            throw new IllegalArgumentException("box " + box + ": expected pixels inside " + target);
        }
        for (Image image : drawable.images()) {
            bounds(image);
        }
        checkSource(drawable);
        if (drawable instanceof CopyBits move) {
            Rect source =
                    Rect.ofSize(move.sourcePosition().x(), move.sourcePosition().y(), box.width(), box.height());
            requireInside(source, target);
        }
    }

    private void checkSource(DrawMessage drawable) {
        if (drawable instanceof DrawCopy copy) {
            requireInside(copy.sourceArea(), bounds(copy.source()));
        } else if (drawable instanceof DrawBlend blend) {
            requireInside(blend.sourceArea(), bounds(blend.source()));
        } else if (drawable instanceof DrawOpaque opaque) {
            requireInside(opaque.sourceArea(), bounds(opaque.source()));
        } else if (drawable instanceof DrawRop3 rop3) {
            requireInside(rop3.sourceArea(), bounds(rop3.source()));
        } else if (drawable instanceof DrawTransparent transparent) {
            requireInside(transparent.sourceArea(), bounds(transparent.source()));
        } else if (drawable instanceof DrawAlphaBlend blend) {
            requireInside(blend.sourceArea(), bounds(blend.source()));
        }
    }

    private Rect bounds(Image image) {
        if (image.data() instanceof SurfaceData surface) {
            return bounds(surface.surfaceId());
        }
        int width = image.descriptor().width();
        int height = image.descriptor().height();
        if (image.data() instanceof BitmapData bitmap && (bitmap.width() != width || bitmap.height() != height)) {
            throw new IllegalArgumentException("bitmap " + bitmap.width() + "x" + bitmap.height() + ": expected "
                    + width + "x" + height + " as its descriptor says");
        }
        return new Rect(0, 0, width, height);
    }

    private Rect bounds(int surfaceId) {
        Rect bounds = boundsBySurface.get(surfaceId);
        if (bounds == null) {
            throw new IllegalArgumentException("surface " + surfaceId + ": expected one that exists");
        }
        return bounds;
    }

    private static void requireInside(Rect area, Rect bounds) {
        if (!bounds.contains(area)) {
            throw new IllegalArgumentException("source area " + area + ": expected inside " + bounds);
        }
    }
}
