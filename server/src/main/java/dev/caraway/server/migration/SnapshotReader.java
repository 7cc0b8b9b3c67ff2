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
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what the source says, and makes it this server's own in one turn of the loop: before that nothing here has changed.
 */
final class SnapshotReader {

    private final MoveParts parts;
    private final Map<SurfacePlace, SurfaceCreated> surfaces = new HashMap<>();
    private final Map<Integer, Map<ChannelId, ByteArrayOutputStream>> channels = new HashMap<>();
    private final Map<Integer, ByteArrayOutputStream> sessions = new HashMap<>();
    private final ByteArrayOutputStream shared = new ByteArrayOutputStream();

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
            add(frame.piece(), sessions.computeIfAbsent(frame.connectionId(), id -> new ByteArrayOutputStream()));
        } else {
            add(
                    frame.piece(),
                    channels.computeIfAbsent(frame.connectionId(), id -> new HashMap<>())
                            .computeIfAbsent(frame.channel(), id -> new ByteArrayOutputStream()));
        }
    }

    void shared(SharedState frame) {
        add(frame.piece(), shared);
    }

    private static void add(Bytes piece, ByteArrayOutputStream whole) {
        whole.write(piece.array(), piece.offset(), piece.length());
    }

    /**
     * Makes surfaces and what clients share this server's own.
     *
     * @throws dev.caraway.protocol.wire.WireException if no source says this
     */
    void apply() {
        parts.shared().restore(new SpiceReader("shared state", whole(shared)));
    }

    /** What is known of each client. */
    Map<Integer, ArrivingState> clients() {
        Map<Integer, ArrivingState> clients = new HashMap<>();
        sessions.forEach((id, session) -> {
            Map<ChannelId, Bytes> told = new HashMap<>();
            channels.getOrDefault(id, Map.of()).forEach((channel, state) -> told.put(channel, whole(state)));
            clients.put(id, new ArrivingState(whole(session), Map.copyOf(told)));
        });
        return clients;
    }

    private static Bytes whole(ByteArrayOutputStream pieces) {
        return Bytes.wrap(pieces.toByteArray());
    }
}
