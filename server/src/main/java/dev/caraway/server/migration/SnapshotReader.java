package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.migration.stream.SourceFrame.SurfaceCreated;
import dev.caraway.migration.stream.SourceFrame.SurfaceDestroyed;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.migration.stream.StreamException;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.server.display.DisplayChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what the source says, and makes it this server's own in one turn of the loop: before that nothing here has changed.
 */
final class SnapshotReader {

    private final MoveParts parts;
    private final Map<SurfacePlace, SurfaceCreated> surfaces = new HashMap<>();
    private final Map<Integer, Map<ChannelId, Bytes>> channels = new HashMap<>();
    private final Map<Integer, Bytes> sessions = new HashMap<>();
    private Bytes shared = Bytes.EMPTY;

    /** Which surface of which display. */
    private record SurfacePlace(int displayId, int surfaceId) {}

    SnapshotReader(MoveParts parts) {
        this.parts = parts;
    }

    void create(SurfaceCreated frame) {
        surfaces.put(new SurfacePlace(frame.displayId(), frame.surfaceId()), frame);
    }

    void destroy(SurfaceDestroyed frame) {
        surfaces.remove(new SurfacePlace(frame.displayId(), frame.surfaceId()));
    }

    void draw(SurfaceRows frame) {
        SurfaceCreated surface = surfaces.get(new SurfacePlace(frame.displayId(), frame.surfaceId()));
        List<DisplayChannel> displays = parts.shared().displays();
        if (surface == null || frame.displayId() >= displays.size()) {
            throw new StreamException("surface rows: expected of one that was created, got " + frame.surfaceId());
        }
        Rect area = Rect.ofSize(frame.left(), frame.top(), frame.width(), frame.rows());
        displays.get(frame.displayId())
                .restoreRows(
                        frame.surfaceId(),
                        surface.width(),
                        surface.height(),
                        surface.format(),
                        area,
                        frame.decompress());
    }

    void client(ClientState frame) {
        if (frame.section() == SnapshotWriter.SESSION_SECTION) {
            sessions.put(frame.connectionId(), frame.state());
        } else {
            channels.computeIfAbsent(frame.connectionId(), id -> new HashMap<>())
                    .put(frame.channel(), frame.state());
        }
    }

    void shared(SharedState frame) {
        shared = frame.state();
    }

    /**
     * Makes surfaces and what clients share this server's own.
     *
     * @throws dev.caraway.protocol.wire.WireException if no source says this
     */
    void apply() {
        parts.shared().restore(new SpiceReader("shared state", shared));
    }

    /** What is known of each client. */
    Map<Integer, ArrivingState> clients() {
        Map<Integer, ArrivingState> clients = new HashMap<>();
        sessions.forEach((id, session) ->
                clients.put(id, new ArrivingState(session, Map.copyOf(channels.getOrDefault(id, Map.of())))));
        return clients;
    }
}
