package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.geometry.Transform;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.server.render.AffineSource.Repeat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation COMPOSITE: what its flags say, and the pictures that they are about. */
final class Composite {

    private static final List<Filter> FILTERS = List.of(Filter.values());
    private static final List<Repeat> REPEATS = List.of(Repeat.values());
    private static final int SOURCE_FILTER_BIT = 8;
    private static final int MASK_FILTER_BIT = 11;
    private static final int SOURCE_REPEAT_BIT = 14;
    private static final int MASK_REPEAT_BIT = 16;

    private final DrawComposite composite;
    private final Drawing drawing;

    private Composite(DrawComposite composite, Drawing drawing) {
        this.composite = composite;
        this.drawing = drawing;
    }

    static void draw(DrawComposite composite, Drawing drawing) {
        new Composite(composite, drawing).draw();
    }

    /** How pixels are found between pixels; the codes of pixman that have no parameters. */
    enum Filter {
        FAST,
        GOOD,
        BEST,
        NEAREST,
        BILINEAR;

        boolean isInterpolating() {
            return this != FAST && this != NEAREST;
        }
    }

    /** Whether both filters are such as COMPOSITE can name without parameters. */
    static boolean hasKnownFilters(DrawComposite composite) {
        return filterCode(composite, SOURCE_FILTER_BIT) < FILTERS.size()
                && filterCode(composite, MASK_FILTER_BIT) < FILTERS.size();
    }

    private static int filterCode(DrawComposite composite, int bit) {
        return composite.flags() >> bit & 7;
    }

    /** An image with all that its flags say about it. */
    private record Picture(SourceImage image, Affine transform, Point16 origin, Filter filter, Repeat repeat) {

        /** Its pixels under the box, in the numbers that its transform takes. */
        Rect places(Rect box) {
            return Rect.ofSize(origin.x(), origin.y(), box.width(), box.height());
        }

        boolean canSample(Rect box) {
            return image.width() <= AffineSource.MAX_SIDE_PIXELS
                    && image.height() <= AffineSource.MAX_SIDE_PIXELS
                    && transform.canSample(places(box));
        }

        RowSource source(Rect box) {
            int dx = origin.x() - box.left();
            int dy = origin.y() - box.top();
            return new AffineSource(image, transform, dx, dy, filter.isInterpolating(), repeat);
        }

        /** Whether no pixel under the box can have less than full alpha. */
        boolean isOpaque(Rect box) {
            if (image.hasAlpha()) {
                return false;
            }
            Rect places = places(box);
            return repeat != Repeat.NONE
                    || transform.staysInside(
                            places, image.bounds(), filter.isInterpolating() ? AffineSource.ONE / 2 : 1);
        }
    }

    private void draw() {
        Rect box = drawing.box();
        Picture source = source();
        Picture mask = mask();
        if (!source.canSample(box) || (mask != null && !mask.canSample(box))) {
            return;
        }
        boolean hasComponentAlpha = mask != null && has(DrawComposite.COMPONENT_ALPHA);
        boolean isOpaque = source.isOpaque(box) && (mask == null || (!hasComponentAlpha && mask.isOpaque(box)));
        CompositeOperator operator =
                CompositeOperator.ofNumber(composite.operator()).orElseThrow();
        Blend blend = operator.blend(isOpaque, !drawing.targetHasAlpha(), hasComponentAlpha);
        Coverage pixels = drawing.coverage();
        pixels.paint(blend.painter(
                drawing.target(),
                drawing.targetHasAlpha(),
                source.source(box),
                seen(mask, hasComponentAlpha),
                pixels.bounds().width()));
    }

    private RowSource seen(@Nullable Picture mask, boolean hasComponentAlpha) {
        if (mask == null) {
            return RowSource.ofColor(-1);
        }
        RowSource source = mask.source(drawing.box());
        return hasComponentAlpha ? source : new AlphaSource(source);
    }

    /** The alpha of a source in all four places. */
    private record AlphaSource(RowSource source) implements RowSource {

        @Override
        public void read(int y, int left, int right, int[] into) {
            source.read(y, left, right, into);
            for (int i = 0; i < right - left; i++) {
                into[i] = UnitBytes.everywhere(into[i] >>> 24);
            }
        }

        @Override
        public void readUnits(int y, int left, int right, float[] into) {
            source.readUnits(y, left, right, into);
            for (int i = 0; i < UnitCombiner.CHANNELS * (right - left); i++) {
                into[i] = into[i - i % UnitCombiner.CHANNELS];
            }
        }
    }

    private Picture source() {
        SourceImage image = drawing.image(composite.source());
        if (isOnePicture(image)) {
            Transform transform =
                    composite.maskTransform() != null ? composite.maskTransform() : composite.sourceTransform();
            return picture(image, transform, composite.sourceOrigin(), MASK_FILTER_BIT, MASK_REPEAT_BIT);
        }
        if (has(DrawComposite.SOURCE_OPAQUE) && composite.source().data() instanceof SurfaceData) {
            image = SourceImage.ofSurface(image.raster(), false);
        }
        Transform transform = composite.sourceTransform();
        return picture(image, transform, composite.sourceOrigin(), SOURCE_FILTER_BIT, SOURCE_REPEAT_BIT);
    }

    private @Nullable Picture mask() {
        Image mask = composite.mask();
        if (mask == null) {
            return null;
        }
        SourceImage image = drawing.image(mask);
        Transform transform = composite.maskTransform() == null && isOnePicture(image)
                ? composite.sourceTransform()
                : composite.maskTransform();
        return picture(image, transform, composite.maskOrigin(), MASK_FILTER_BIT, MASK_REPEAT_BIT);
    }

    /** A client has one picture for a surface: as source and mask it is seen as was said last, which is for the mask. */
    private boolean isOnePicture(SourceImage image) {
        return composite.mask() != null
                && composite.source().data() instanceof SurfaceData source
                && source.equals(composite.mask().data())
                && !(has(DrawComposite.SOURCE_OPAQUE) && image.hasAlpha());
    }

    private Picture picture(
            SourceImage image, @Nullable Transform transform, Point16 origin, int filterBit, int repeatBit) {
        return new Picture(
                image,
                transform == null ? Affine.IDENTITY : Affine.of(transform),
                origin,
                FILTERS.get(filterCode(composite, filterBit)),
                REPEATS.get(composite.flags() >> repeatBit & 3));
    }

    private boolean has(int flag) {
        return (composite.flags() & flag) != 0;
    }
}
