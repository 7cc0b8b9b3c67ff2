package dev.caraway.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawableTraitsTest {

    private static final int TARGET = 0;
    private static final Rect BOX = Rect.ofSize(0, 0, 8, 8);
    private static final DrawBase BASE = new DrawBase(TARGET, BOX, Clip.NONE);

    @Test
    void opaqueOperationGivesTheSamePictureOnAnyTarget() {
        Set<String> opaque = new HashSet<>();
        for (String operation : MadeUpRecordings.OPERATIONS) {
            RandomDrawings drawings = new RandomDrawings(3, TARGET);
            for (int i = 0; i < 300; i++) {
                DrawMessage drawable = drawings.next(operation, Rect.ofSize(0, 0, 40, 40));
                boolean isDrawn = Renderer.refusal(drawable).isEmpty();
                if (isDrawn && DrawableTraits.isOpaque(drawable)) {
                    opaque.add(operation);
                    assertThat(drawnOn(0, drawable)).as("%s", drawable).isEqualTo(drawnOn(-1, drawable));
                }
            }
        }
        assertThat(opaque).contains("FILL", "COPY", "BLEND", "OPAQUE", "BLACKNESS", "WHITENESS");
    }

    @Test
    void whatLooksAtItsTargetOrLeavesPixelsOutIsNotOpaque() {
        assertThat(DrawableTraits.isOpaque(new DrawInvers(BASE, Mask.NONE))).isFalse();
        assertThat(DrawableTraits.isOpaque(new DrawBlackness(BASE, mask()))).isFalse();
        assertThat(DrawableTraits.isOpaque(new DrawFill(BASE, new SolidBrush(1), RopDescriptor.OP_XOR, Mask.NONE)))
                .isFalse();
        assertThat(DrawableTraits.isOpaque(copyOf(TARGET))).isFalse();
        assertThat(DrawableTraits.isOpaque(new CopyBits(BASE, new Point(1, 1)))).isFalse();
    }

    @Test
    void surfacesThatAreReadAreTold() {
        assertThat(DrawableTraits.reads(copyOf(5))).containsExactly(5);
        assertThat(DrawableTraits.reads(new CopyBits(BASE, new Point(1, 1)))).containsExactly(TARGET);
        assertThat(DrawableTraits.reads(new DrawInvers(BASE, Mask.NONE))).isEmpty();
        PatternBrush brush = new PatternBrush(surface(7), Point.ORIGIN);
        assertThat(DrawableTraits.reads(new DrawFill(BASE, brush, RopDescriptor.OP_PUT, Mask.NONE)))
                .containsExactly(7);
    }

    /** The picture inside the clip, on a target of one value; the rest does not count. */
    private static byte[] drawnOn(int value, DrawMessage drawable) {
        Raster target = Raster.allocate(PixelFormat.XRGB32, 48, 48);
        Arrays.fill(target.pixels(), (byte) value);
        Renderer.draw(drawable, target, id -> Raster.allocate(PixelFormat.RGBA32, 64, 64));
        Coverage inside = Coverage.of(drawable.base().box(), drawable.base().clip());
        byte[] drawn = new byte[target.pixels().length];
        inside.paint((y, left, right) -> {
            for (int x = left; x < right; x++) {
                int at = target.pixelOffset(x, y);
                Words.set(drawn, at, Words.get(target.pixels(), at) & ~Words.ALPHA);
            }
        });
        return drawn;
    }

    private static DrawCopy copyOf(int surfaceId) {
        return new DrawCopy(BASE, surface(surfaceId), BOX, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static Image surface(int surfaceId) {
        return new Image(new ImageDescriptor(1, 0, 8, 8), new SurfaceData(surfaceId));
    }

    private static Mask mask() {
        Image bits = new RandomDrawings(1, TARGET).image(BitmapFormat.ONE_BIT_BE, 8, 8);
        return new Mask(0, Point.ORIGIN, bits);
    }
}
