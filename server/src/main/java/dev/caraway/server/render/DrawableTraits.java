package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import java.util.Set;
import java.util.TreeSet;

/** What can be told about an operation without drawing it; for those that {@link Renderer#refusal} lets through. */
public final class DrawableTraits {

    private DrawableTraits() {}

    /**
     * Whether every pixel of the box inside the clip gets a new value that depends on nothing that the target holds.
     * What was drawn there before can then never be seen again. No for some operations that would need a closer look.
     */
    public static boolean isOpaque(DrawMessage drawable) {
        if (reads(drawable).contains(drawable.base().surfaceId())) {
            return false;
        }
        if (drawable instanceof DrawCopy copy) {
            return isWhole(copy.mask())
                    && !RasterOperation.ofSource(copy.ropDescriptor()).readsDestination();
        }
        if (drawable instanceof DrawBlend blend) {
            return isWhole(blend.mask())
                    && !RasterOperation.ofSource(blend.ropDescriptor()).readsDestination();
        }
        if (drawable instanceof DrawFill fill) {
            return isWhole(fill.mask())
                    && !RasterOperation.ofBrush(fill.ropDescriptor()).readsDestination();
        }
        if (drawable instanceof DrawOpaque opaque) {
            return isWhole(opaque.mask());
        }
        if (drawable instanceof DrawBlackness blackness) {
            return isWhole(blackness.mask());
        }
        return drawable instanceof DrawWhiteness whiteness && isWhole(whiteness.mask());
    }

    /**
     * The surfaces that an operation takes pixels from to draw them somewhere: those of its images, and the target if
     * pixels move on it. That it may combine what it draws with what is under it does not count.
     */
    public static Set<Integer> reads(DrawMessage drawable) {
        Set<Integer> surfaces = new TreeSet<>();
        for (Image image : drawable.images()) {
            if (image.data() instanceof SurfaceData surface) {
                surfaces.add(surface.surfaceId());
            }
        }
        if (drawable instanceof CopyBits) {
            surfaces.add(drawable.base().surfaceId());
        }
        return surfaces;
    }

    private static boolean isWhole(Mask mask) {
        return mask.bitmap() == null;
    }
}
