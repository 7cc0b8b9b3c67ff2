package dev.caraway.server.cursor;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shared half of the cursor channel: the guest's cursor, and the clients that show it. On the loop only. */
public final class CursorChannel {

    private final Loop loop;
    private final List<CursorChannelClient> clients = new ArrayList<>();
    private @Nullable CursorShape shape;
    private Point16 position = new Point16(0, 0);
    private boolean visible;

    public CursorChannel(Loop loop) {
        this.loop = loop;
    }

    /** A client has linked a cursor channel. */
    public CursorChannelClient admit(Session session, LinkedPeer peer, Outbox outbox) {
        CursorChannelClient client = new CursorChannelClient(this, session, peer, outbox, loop);
        clients.add(client);
        return client;
    }

    /** The cursor has this shape and can be seen. */
    public void show(CursorShape newShape) {
        shape = newShape;
        visible = true;
        List.copyOf(clients).forEach(CursorChannelClient::onShape);
    }

    /** The cursor is here; far outside means at the edge of what the wire can say. */
    public void move(int x, int y) {
        position = new Point16(clamp(x), clamp(y));
        if (visible) {
            // A client shows a hidden cursor again when it is moved; the next shape brings the place with it.
            List.copyOf(clients).forEach(CursorChannelClient::onMove);
        }
    }

    public void hide() {
        visible = false;
        List.copyOf(clients).forEach(CursorChannelClient::onHide);
    }

    /** Writes what all clients are shown. */
    public void saveShared(SpiceWriter out) {
        position.encode(out);
        out.bool8(visible);
        out.bool8(shape != null);
        if (shape != null) {
            SavedShapes.save(shape, out);
        }
    }

    /** Takes up what another host's clients were shown, and tells nobody. */
    public void restoreShared(SpiceReader in) {
        position = Point16.decode(in);
        visible = in.bool8("cursor.is_visible");
        shape = in.bool8("cursor.has_shape") ? SavedShapes.restore(in) : null;
    }

    Optional<CursorShape> shape() {
        return Optional.ofNullable(shape);
    }

    Point16 position() {
        return position;
    }

    boolean isVisible() {
        return visible;
    }

    void onClientGone(CursorChannelClient client) {
        clients.remove(client);
    }

    private static int clamp(int coordinate) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, coordinate));
    }
}
