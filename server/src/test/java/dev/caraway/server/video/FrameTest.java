package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final Rect BOX = Rect.ofSize(3, 4, 8, 6);
    private static final DrawCopy COPY = Drawings.picture(BOX, 1);
    private static final ImageDescriptor DESCRIPTOR = new ImageDescriptor(1, 0, 8, 6);

    @Test
    void pixelsPutOnThePrimarySurfaceMayBeAFrame() {
        assertThat(Frame.of(COPY)).contains(new Frame(BOX, 8, 6, Clip.NONE));
    }

    @Test
    void aPartOfABitmapThatIsStretchedMayBeAFrame() {
        DrawCopy part = copy(COPY, new Rect(2, 1, 6, 4), RopDescriptor.OP_PUT, Mask.NONE);

        assertThat(Frame.of(part)).contains(new Frame(BOX, 4, 3, Clip.NONE));
        assertThat(Frame.pixels(part).width()).isEqualTo(4);
        assertThat(Frame.pixels(part).height()).isEqualTo(3);
    }

    @Test
    void whatDependsOnThePixelsBelowIsNone() {
        assertThat(Frame.of(copy(COPY, COPY.sourceArea(), RopDescriptor.OP_XOR, Mask.NONE)))
                .isEmpty();
        Image bits = new Image(
                new ImageDescriptor(2, 0, 8, 6),
                new BitmapData(
                        BitmapFormat.ONE_BIT_BE, 0, 8, 6, 1, new Palette(1, List.of(0, 1)), Bytes.wrap(new byte[6])));
        assertThat(Frame.of(copy(COPY, COPY.sourceArea(), RopDescriptor.OP_PUT, new Mask(0, Point.ORIGIN, bits))))
                .isEmpty();
        assertThat(Frame.of(Drawings.fill(BOX))).isEmpty();
    }

    @Test
    void whatIsElsewhereIsNone() {
        assertThat(Frame.of(Drawings.picture(1, BOX, Clip.NONE, 1))).isEmpty();
        assertThat(Frame.of(withSource(new SurfaceData(2)))).isEmpty();
    }

    @Test
    void palettesAreNone() {
        BitmapData bytes = new BitmapData(
                BitmapFormat.EIGHT_BIT, 0, 8, 6, 8, new Palette(1, List.of(0, 1)), Bytes.wrap(new byte[48]));

        assertThat(Frame.of(withSource(bytes))).isEmpty();
    }

    @Test
    void anAreaOutsideItsBitmapIsNone() {
        assertThat(Frame.of(copy(COPY, new Rect(0, 0, 9, 6), RopDescriptor.OP_PUT, Mask.NONE)))
                .isEmpty();
        assertThat(Frame.of(copy(COPY, new Rect(-1, 0, 3, 6), RopDescriptor.OP_PUT, Mask.NONE)))
                .isEmpty();
        assertThat(Frame.of(copy(COPY, new Rect(3, 3, 3, 3), RopDescriptor.OP_PUT, Mask.NONE)))
                .isEmpty();
    }

    @Test
    void whatIsSeenInTooManyPiecesIsNone() {
        List<Rect> most = IntStream.range(0, RectSet.MAX_RECTS)
                .mapToObj(i -> Rect.ofSize(i, 0, 1, 1))
                .toList();
        List<Rect> tooMany = Collections.nCopies(RectSet.MAX_RECTS + 1, BOX);

        assertThat(Frame.of(Drawings.picture(0, BOX, new ClipRects(most), 1))).isPresent();
        assertThat(Frame.of(Drawings.picture(0, BOX, new ClipRects(tooMany), 1)))
                .isEmpty();
    }

    @Test
    void aFrameIsSeenWhereItsClipAndItsBoxMeet() {
        Frame frame = Frame.of(Drawings.picture(0, BOX, new ClipRects(List.of(new Rect(0, 0, 5, 5))), 1))
                .orElseThrow();

        assertThat(frame.visible().rects()).containsExactly(new Rect(3, 4, 5, 5));
        assertThat(new Frame(BOX, 1, 1, Clip.NONE).visible().rects()).containsExactly(BOX);
    }

    @Test
    void whatIsNoFrameHasNoPixels() {
        DrawMessage fill = Drawings.fill(BOX);

        assertThatThrownBy(() -> Frame.pixels(fill)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DrawCopy withSource(ImageData data) {
        return new DrawCopy(
                COPY.base(),
                new Image(DESCRIPTOR, data),
                COPY.sourceArea(),
                RopDescriptor.OP_PUT,
                ScaleMode.NEAREST,
                Mask.NONE);
    }

    private static DrawCopy copy(DrawCopy of, Rect area, int ropDescriptor, Mask mask) {
        return new DrawCopy(of.base(), of.source(), area, ropDescriptor, ScaleMode.NEAREST, mask);
    }
}
