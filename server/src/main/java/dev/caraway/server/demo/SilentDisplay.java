package dev.caraway.server.demo;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.Head;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Shows nothing: what is drawn on it was shown at another host. */
final class SilentDisplay implements CommandDisplay {

    @Override
    public void createSurface(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {}

    @Override
    public void createPrimary(int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> heads) {}

    @Override
    public void destroySurface(int surfaceId) {}

    @Override
    public void draw(DrawMessage drawable) {}

    @Override
    public CompletionStage<Void> drained() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void heads(List<Head> heads) {}

    @Override
    public void cursor(CursorShape shape) {}

    @Override
    public void moveCursor(int x, int y) {}

    @Override
    public void hideCursor() {}
}
