package dev.caraway.server.cursor;

import dev.caraway.migration.data.ChannelData;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.cursor.Cursor;
import dev.caraway.protocol.cursor.CursorHeader;
import dev.caraway.protocol.cursor.CursorHide;
import dev.caraway.protocol.cursor.CursorInit;
import dev.caraway.protocol.cursor.CursorInvalOne;
import dev.caraway.protocol.cursor.CursorMove;
import dev.caraway.protocol.cursor.CursorReset;
import dev.caraway.protocol.cursor.CursorSet;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.cache.CursorCache;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.WindowedChannel;
import java.util.Optional;

/**
 * The cursor channel's half for one client.
 *
 * <p>It keeps no queue: what the client has not been told yet is at most one shape and one place, the newest.
 */
public final class CursorChannelClient extends WindowedChannel {

    /** MIGRATE alone. */
    private static final int MIGRATION_MESSAGES = 1;

    private final CursorChannel channel;
    private CursorCache cache = new CursorCache();
    private boolean initialised;
    private boolean shapeDue;
    private boolean moveDue;
    private boolean hideDue;

    CursorChannelClient(CursorChannel channel, Session session, LinkedPeer peer, Outbox outbox, Loop loop) {
        super(session, peer, outbox, loop, PingMonitor.QUIET_INTERVAL_MILLIS);
        this.channel = channel;
    }

    @Override
    protected int ownBodyLimit(int opcode) {
        throw unexpected(opcode);
    }

    @Override
    protected ClientMessage decodeOwn(int opcode, Bytes body) {
        throw unexpected(opcode);
    }

    @Override
    protected void onOwnMessage(int opcode, Bytes body) {
        throw unexpected(opcode);
    }

    /** A client has nothing to say about the cursor but what it says on every channel. */
    private static WireException unexpected(int opcode) {
        return new WireException("cursor message " + opcode + ": expected none from a client");
    }

    @Override
    public boolean isDrained() {
        return !hasNews();
    }

    @Override
    public void saveState(SpiceWriter out) {
        saveWindow(out, MIGRATION_MESSAGES);
        out.bool8(initialised);
        out.bool8(shapeDue);
        out.bool8(moveDue);
        out.bool8(hideDue);
        cache.save(out);
    }

    /** The client keeps its cursor and its cache, and would refuse a second CURSOR_INIT. */
    @Override
    public void restoreState(SpiceReader in) {
        restoreWindow(in);
        initialised = in.bool8("cursor.is_initialised");
        shapeDue = in.bool8("cursor.is_shape_due");
        moveDue = in.bool8("cursor.is_move_due");
        hideDue = in.bool8("cursor.is_hide_due");
        cache = CursorCache.restore(in);
        drain();
    }

    /** Only after CURSOR_RESET a client takes CURSOR_INIT again (channel-cursor.c: cursor_handle_init). */
    @Override
    public void startAfresh() {
        super.startAfresh();
        send(new CursorReset());
    }

    /** It has no data: the client's swap follows MIGRATE at once. */
    @Override
    public Optional<ChannelData> migrateData() {
        return Optional.empty();
    }

    @Override
    protected void onGone() {
        super.onGone();
        channel.onClientGone(this);
    }

    void onShape() {
        shapeDue = true;
        hideDue = false;
        drain();
    }

    void onMove() {
        moveDue = true;
        drain();
    }

    void onHide() {
        hideDue = true;
        shapeDue = false;
        moveDue = false;
        drain();
    }

    @Override
    protected void drain() {
        while (hasNews() && maySend()) {
            if (!initialised) {
                initialised = true;
                shapeDue = false;
                moveDue = false;
                hideDue = false;
                send(new CursorInit(channel.position(), 0, 0, channel.isVisible(), cursor()));
            } else if (shapeDue) {
                shapeDue = false;
                moveDue = false;
                send(new CursorSet(channel.position(), channel.isVisible(), cursor()));
            } else if (hideDue) {
                hideDue = false;
                moveDue = false;
                send(new CursorHide());
            } else {
                moveDue = false;
                send(new CursorMove(channel.position()));
            }
        }
    }

    private boolean hasNews() {
        return !initialised || shapeDue || hideDue || moveDue;
    }

    /** The shape as this client is to get it: from its cache, into it, or without. */
    private Cursor cursor() {
        return channel.shape().map(this::cursor).orElse(Cursor.NONE);
    }

    private Cursor cursor(CursorShape shape) {
        CursorHeader header = SavedShapes.header(shape);
        if (shape.unique() == 0) {
            return Cursor.of(header, shape.data());
        }
        if (cache.hit(shape.unique())) {
            return Cursor.fromCache(header);
        }
        cache.add(shape.unique()).ifPresent(evicted -> send(new CursorInvalOne(evicted)));
        return Cursor.cached(header, shape.data());
    }
}
