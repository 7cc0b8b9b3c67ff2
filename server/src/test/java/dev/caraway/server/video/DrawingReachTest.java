package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrawingReachTest {

    private static final Rect BOX = Rect.ofSize(100, 100, 200, 100);
    private static final VideoStream STREAM = new VideoStream(3, BOX, 200, 100, 40, 0);
    private static final Rect ACROSS = Rect.ofSize(50, 120, 100, 10);
    private static final Rect BESIDE = Rect.ofSize(0, 0, 100, 100);
    private static final Image PRIMARY = new Image(new ImageDescriptor(0, 0, 0, 0), new SurfaceData(0));
    private static final Image OFF_SCREEN = new Image(new ImageDescriptor(0, 0, 0, 0), new SurfaceData(5));

    private static final Point16 NO_OFFSET = new Point16(0, 0);

    @Test
    void whatIsDrawnBesideHasNothingToDoWithIt() {
        assertThat(overlap(Drawings.fill(BESIDE))).isEmpty();
        assertThat(overlap(new DrawInvers(base(0, BESIDE), Mask.NONE))).isEmpty();
        assertThat(overlap(Drawings.picture(4, ACROSS, Clip.NONE, 1))).isEmpty();
        assertThat(overlap(new CopyBits(base(0, BESIDE), new Point(0, 200)))).isEmpty();
    }

    @Test
    void whatCoversNeedsNoPixels() {
        StreamOverlap covering = new StreamOverlap(STREAM, List.of(ACROSS), false);

        assertThat(overlap(Drawings.fill(ACROSS))).contains(covering);
        assertThat(overlap(Drawings.picture(ACROSS, 1))).contains(covering);
        assertThat(overlap(new DrawBlackness(base(0, ACROSS), Mask.NONE))).contains(covering);
        assertThat(overlap(new DrawWhiteness(base(0, ACROSS), Mask.NONE))).contains(covering);
        assertThat(overlap(new DrawOpaque(
                        base(0, ACROSS),
                        OFF_SCREEN,
                        ACROSS,
                        new SolidBrush(1),
                        RopDescriptor.OP_AND,
                        ScaleMode.NEAREST,
                        Mask.NONE)))
                .contains(covering);
        assertThat(overlap(new CopyBits(base(0, ACROSS), new Point(0, 400)))).contains(covering);
    }

    @Test
    void whatMixesNeedsPixels() {
        assertThat(overlap(Drawings.fill(ACROSS, RopDescriptor.OP_XOR))).hasValueSatisfying(DrawingReachTest::isMixed);
        assertThat(overlap(new DrawInvers(base(0, ACROSS), Mask.NONE))).hasValueSatisfying(DrawingReachTest::isMixed);
        assertThat(overlap(new DrawAlphaBlend(base(0, ACROSS), 0, 100, OFF_SCREEN, ACROSS)))
                .hasValueSatisfying(DrawingReachTest::isMixed);
        assertThat(overlap(new DrawBlackness(base(0, ACROSS), new Mask(0, Point.ORIGIN, OFF_SCREEN))))
                .hasValueSatisfying(DrawingReachTest::isMixed);
    }

    @Test
    void whatIsTakenFromTheStreamNeedsPixelsAndTouchesNone() {
        StreamOverlap taking = new StreamOverlap(STREAM, List.of(), true);

        assertThat(overlap(new CopyBits(base(0, BESIDE), new Point(150, 150)))).contains(taking);
        assertThat(overlap(copyOf(PRIMARY, 9, BOX))).contains(taking);
        assertThat(overlap(copyOf(PRIMARY, 9, BESIDE))).isEmpty();
        assertThat(overlap(copyOf(OFF_SCREEN, 9, BOX))).isEmpty();
        assertThat(overlap(new DrawComposite(base(9, BESIDE), 0, PRIMARY, null, null, null, NO_OFFSET, NO_OFFSET)))
                .contains(new StreamOverlap(STREAM, List.of(), true));
    }

    @Test
    void aClipLimitsWhatIsTouched() {
        Clip outside = new ClipRects(List.of(Rect.ofSize(50, 120, 50, 10)));
        Clip partly = new ClipRects(List.of(Rect.ofSize(50, 120, 60, 10), Rect.ofSize(60, 125, 10, 5)));

        assertThat(overlap(Drawings.picture(0, ACROSS, outside, 1))).isEmpty();
        assertThat(overlap(Drawings.picture(0, ACROSS, partly, 1)))
                .contains(new StreamOverlap(STREAM, List.of(Rect.ofSize(50, 120, 60, 10)), false));
    }

    @Test
    void aClipOfTooManyPiecesMeansAPictureOfTheBox() {
        Clip shattered = new ClipRects(Collections.nCopies(RectSet.MAX_RECTS + 1, ACROSS));

        assertThat(overlap(Drawings.picture(0, ACROSS, shattered, 1)))
                .contains(new StreamOverlap(STREAM, List.of(ACROSS), true));
    }

    private static void isMixed(StreamOverlap overlap) {
        assertThat(overlap).isEqualTo(new StreamOverlap(STREAM, List.of(ACROSS), true));
    }

    private static Optional<StreamOverlap> overlap(DrawMessage drawing) {
        return DrawingReach.of(drawing).overlap(STREAM);
    }

    private static DrawBase base(int surfaceId, Rect box) {
        return new DrawBase(surfaceId, box, Clip.NONE);
    }

    private static DrawCopy copyOf(Image source, int surfaceId, Rect area) {
        return new DrawCopy(base(surfaceId, BESIDE), source, area, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }
}
