package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.display.DisplayItem.CreateSurface;
import dev.caraway.server.display.DisplayItem.Draw;
import dev.caraway.server.display.DisplayPipe.DirtyArea;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisplayPipeTest {

    private static final Rect SMALL = Rect.ofSize(10, 10, 20, 20);
    private static final Rect LARGE = Rect.ofSize(0, 0, 100, 100);

    private final DisplayPipe pipe = new DisplayPipe();

    @Test
    void whatIsPaintedOverBeforeItIsSentIsNotSent() {
        add(fill(0, SMALL, 1));
        add(fill(0, LARGE, 2));

        assertThat(waiting()).containsExactly(fill(0, LARGE, 2));
        assertThat(pipe.queuedBytes()).isZero();
    }

    @Test
    void whatIsPaintedOverInPartIsSent() {
        add(fill(0, LARGE, 1));
        add(fill(0, SMALL, 2));

        assertThat(waiting()).containsExactly(fill(0, LARGE, 1), fill(0, SMALL, 2));
    }

    @Test
    void otherSurfaceIsNotPaintedOver() {
        add(fill(1, SMALL, 1));
        add(fill(0, LARGE, 2));

        assertThat(waiting()).hasSize(2);
    }

    @Test
    void clippedDrawingPaintsNothingOver() {
        add(fill(0, SMALL, 1));
        add(new DrawFill(
                new DrawBase(0, LARGE, new ClipRects(List.of(Rect.ofSize(0, 0, 15, 15)))),
                new SolidBrush(2),
                RopDescriptor.OP_PUT,
                Mask.NONE));

        assertThat(waiting()).hasSize(2);
    }

    @Test
    void drawingThatDependsOnWhatIsUnderItPaintsNothingOver() {
        add(fill(0, SMALL, 1));
        add(new DrawFill(new DrawBase(0, LARGE, Clip.NONE), new SolidBrush(2), RopDescriptor.OP_XOR, Mask.NONE));

        assertThat(waiting()).hasSize(2);
    }

    @Test
    void pixelsThatMoveElsewhereBeforeTheyArePaintedOverAreSent() {
        DrawMessage move = new CopyBits(new DrawBase(0, Rect.ofSize(200, 200, 20, 20), Clip.NONE), new Point(10, 10));
        add(fill(0, SMALL, 1));
        add(move);
        add(fill(0, LARGE, 2));

        assertThat(waiting()).containsExactly(fill(0, SMALL, 1), move, fill(0, LARGE, 2));
    }

    @Test
    void surfaceThatIsCopiedBeforeItIsPaintedOverIsSent() {
        DrawMessage copy = DisplayChannelTest.copyOfSurface(0, SMALL, 1);
        add(fill(1, SMALL, 1));
        add(copy);
        add(fill(1, LARGE, 2));

        assertThat(waiting()).containsExactly(fill(1, SMALL, 1), copy, fill(1, LARGE, 2));
    }

    @Test
    void pixelsOfASurfaceThatWasMadeAnewOutliveALongWait() {
        long late = DisplayPipe.MAX_AGE_NANOS + 1;
        pipe.destroySurface(1, 0);
        pipe.add(new CreateSurface(1, 64, 64, SurfaceFormat.XRGB_32), 0);
        pipe.damage(1, SMALL);

        pipe.destroySurface(2, late);

        while (pipe.pollItem().isPresent()) {
            // What comes before pixels.
        }
        assertThat(pipe.pollDirty(1 << 16)).contains(new DirtyArea(1, SMALL));
    }

    private void add(DrawMessage drawable) {
        pipe.add(new Draw(drawable), 0);
    }

    private List<DrawMessage> waiting() {
        List<DrawMessage> drawables = new ArrayList<>();
        for (Optional<DisplayItem> item = pipe.pollItem(); item.isPresent(); item = pipe.pollItem()) {
            drawables.add(((Draw) item.get()).drawable());
        }
        return drawables;
    }

    private static DrawFill fill(int surfaceId, Rect box, int color) {
        return DisplayChannelTest.fill(surfaceId, box, color, Clip.NONE);
    }
}
