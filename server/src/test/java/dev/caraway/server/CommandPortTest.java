package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.Head;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandPortTest {

    private static final Rect BOX = Rect.ofSize(0, 0, 8, 8);

    private final VirtualLoop loop = new VirtualLoop();
    private final DisplayChannel display = new DisplayChannel(
            loop,
            new MultiMediaClock(loop),
            CompressionPolicy.DEFAULT,
            StreamingMode.FILTER,
            Runnable::run,
            viewers -> {});
    private final List<Throwable> mistakes = new ArrayList<>();
    private final CommandPort port =
            new CommandPort(loop, display, new CursorChannel(loop), 4, new ContentIndex(1, 2), mistakes::add);

    @BeforeEach
    void createPrimary() {
        port.createSurface(0, 32, 32, SurfaceFormat.XRGB_32, null);
    }

    @Test
    void primarySurfaceMayComeWithItsHeads() {
        List<Head> two = List.of(new Head(0, 0, 20, 10), new Head(20, 0, 10, 10));
        port.createPrimary(30, 10, SurfaceFormat.XRGB_32, null, two);
        loop.runTasks();
        assertThat(display.heads())
                .extracting(head -> head.x() + " " + head.width())
                .containsExactly("0 20", "20 10");
        assertThatThrownBy(() -> port.createPrimary(30, 10, SurfaceFormat.XRGB_32, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        port.createSurface(0, 30, 10, SurfaceFormat.XRGB_32, null);
        loop.runTasks();
        assertThat(display.heads()).hasSize(1);
    }

    @Test
    void commandsAreDrawnInTheirOrder() {
        port.draw(fill(0, BOX, 1));
        port.draw(fill(0, BOX, 2));
        loop.runTasks();
        assertThat(firstByte()).isEqualTo(2);
    }

    @Test
    void commandThatCannotBeDrawnIsRefusedWhereItIsMade() {
        refused("surface 7", fill(7, BOX, 1));
        refused("box", fill(0, Rect.ofSize(30, 30, 8, 8), 1));
        refused("box", fill(0, Rect.EMPTY, 1));
        refused("palette of 0 colours", copy(image(bitmap(BitmapFormat.ONE_BIT_BE, 1, new Palette(0, List.of())))));
        refused("bitmap ONE_BIT_BE", copy(image(bitmap(BitmapFormat.ONE_BIT_BE, 1, null))));
        refused("mask", new DrawBlackness(base(0, BOX, Clip.NONE), new Mask(0, Point.ORIGIN, image(bitmap(8)))));
        refused("surface 9", new DrawFill(base(0, BOX, Clip.NONE), pattern(9), RopDescriptor.OP_PUT, Mask.NONE));
        refused("source area", new CopyBits(base(0, BOX, Clip.NONE), new Point(-1, 0)));
        refused("source area", blend(image(bitmap(8)), BOX.translated(1, 0)));
        refused("surface 9", copy(new Image(new ImageDescriptor(1, 0, 8, 8), new SurfaceData(9))));
        refused("image LZ_RGB", copy(new Image(new ImageDescriptor(1, 0, 8, 8), new LzRgbData(Bytes.EMPTY))));
        refused("bitmap 12x12", copy(new Image(new ImageDescriptor(1, 0, 8, 8), bitmap(12))));
        loop.runTasks();
        assertThat(firstByte()).isZero();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void destroyedSurfaceIsUnknownAtOnce() {
        port.createSurface(3, 8, 8, SurfaceFormat.ARGB_32, null);
        port.destroySurface(3);
        refused("surface 3", fill(3, BOX, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> port.destroySurface(3));
    }

    @Test
    void errorInOneCommandDoesNotStopTheNext() {
        loop.runTasks();
        // Behind the port's back, so that what was checked is no longer true.
        display.destroySurface(0);
        port.draw(fill(0, BOX, 1));
        port.createSurface(0, 32, 32, SurfaceFormat.XRGB_32, null);
        port.draw(fill(0, BOX, 3));
        loop.runTasks();
        assertThat(mistakes).hasSize(1);
        assertThat(firstByte()).isEqualTo(3);
    }

    @Test
    void drainedCompletesWithoutClients() {
        CompletableFuture<Void> drained = port.drained().toCompletableFuture();
        assertThat(drained).isNotDone();
        loop.runTasks();
        assertThat(drained).isCompleted();
    }

    @Test
    void drainedFailsWhenThePortIsClosed() {
        CompletableFuture<Void> before = port.drained().toCompletableFuture();
        port.close();
        assertThat(before).isCompletedExceptionally();
        assertThat(port.drained().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void longRunOfCommandsLeavesTurnsToOthers() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            port.draw(fill(0, BOX, i));
        }
        loop.execute(() -> seen.add(firstByte()));
        loop.runTasks();
        assertThat(seen.get(0)).isLessThan(200);
        assertThat(firstByte()).isEqualTo(200 & 0xff);
    }

    private void refused(String subject, DrawMessage drawable) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> port.draw(drawable))
                .withMessageStartingWith(subject);
    }

    private int firstByte() {
        Surface primary = display.surfaces().get(0);
        return primary.copyOf(primary.bounds()).at(0) & 0xff;
    }

    private static DrawBase base(int surfaceId, Rect box, Clip clip) {
        return new DrawBase(surfaceId, box, clip);
    }

    private static DrawFill fill(int surfaceId, Rect box, int color) {
        return new DrawFill(base(surfaceId, box, Clip.NONE), new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE);
    }

    private static DrawCopy copy(Image source) {
        return new DrawCopy(base(0, BOX, Clip.NONE), source, BOX, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static DrawBlend blend(Image source, Rect area) {
        return new DrawBlend(base(0, BOX, Clip.NONE), source, area, RopDescriptor.OP_XOR, ScaleMode.NEAREST, Mask.NONE);
    }

    private static PatternBrush pattern(int surfaceId) {
        return new PatternBrush(new Image(new ImageDescriptor(1, 0, 8, 8), new SurfaceData(surfaceId)), Point.ORIGIN);
    }

    private static Image image(BitmapData bitmap) {
        return new Image(new ImageDescriptor(1, 0, bitmap.width(), bitmap.height()), bitmap);
    }

    private static BitmapData bitmap(int side) {
        byte[] pixels = new byte[side * side * 4];
        return new BitmapData(BitmapFormat.RGBA, BitmapData.TOP_DOWN, side, side, side * 4, null, Bytes.wrap(pixels));
    }

    private static BitmapData bitmap(BitmapFormat format, int stride, @Nullable Palette palette) {
        return new BitmapData(format, BitmapData.TOP_DOWN, 8, 8, stride, palette, Bytes.wrap(new byte[8 * stride]));
    }
}
