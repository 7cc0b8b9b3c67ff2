package dev.caraway.server.demo;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes down what is put on it, and when. */
final class NotedDisplay implements CommandDisplay {

    private final ScriptedClock clock;
    private final List<String> calls;
    private final List<Integer> surfaceIds = new ArrayList<>();
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    NotedDisplay(ScriptedClock clock, List<String> calls) {
        this.clock = clock;
        this.calls = calls;
    }

    /** A display with the surfaces of another one, as a server restores them. */
    NotedDisplay restored() {
        NotedDisplay other = new NotedDisplay(clock, calls);
        other.surfaceIds.addAll(surfaceIds);
        return other;
    }

    /** Clients get nothing more until this is completed. */
    CompletableFuture<Void> holdUp() {
        drained = new CompletableFuture<>();
        return drained;
    }

    @Override
    public void createSurface(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        surfaceIds.add(surfaceId);
        call("create " + surfaceId + " " + width + "x" + height);
    }

    @Override
    public void createPrimary(int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> heads) {
        createSurface(0, width, height, format, pixels);
        heads(heads);
    }

    @Override
    public void destroySurface(int surfaceId) {
        if (!surfaceIds.remove((Integer) surfaceId)) {
            throw new IllegalArgumentException("no surface " + surfaceId);
        }
        call("destroy " + surfaceId);
    }

    @Override
    public void draw(DrawMessage drawable) {
        if (drawable instanceof CopyBits) {
            throw new IllegalArgumentException("not drawn");
        }
        call("draw " + drawable.getClass().getSimpleName());
    }

    @Override
    public CompletionStage<Void> drained() {
        return drained;
    }

    @Override
    public void heads(List<Head> heads) {
        call("heads");
    }

    @Override
    public void cursor(CursorShape shape) {
        call("cursor");
    }

    @Override
    public void moveCursor(int x, int y) {
        call("move " + x + "," + y);
    }

    @Override
    public void hideCursor() {
        call("hide");
    }

    private void call(String what) {
        calls.add(clock.millis() + " " + what);
    }
}
