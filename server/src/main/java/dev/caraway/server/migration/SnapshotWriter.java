package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.migration.stream.StreamLimits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Says what is small, all in one turn of the loop: what clients share, and what is known of each. */
final class SnapshotWriter {

    /** The section of main that holds what all channels of a session share. */
    static final int SESSION_SECTION = 1;

    static final int CHANNEL_SECTION = 0;

    private final MoveParts parts;
    private final Consumer<SourceFrame> say;

    SnapshotWriter(MoveParts parts, Consumer<SourceFrame> say) {
        this.parts = parts;
        this.say = say;
    }

    /** Says all of it, for the clients in {@code sessions}. */
    void write(List<Session> sessions) {
        inPieces(
                SpiceWriter.encode(parts.shared()::save),
                (piece, isLast) -> new SharedState(DepartingClient.MAIN, isLast, piece));
        sessions.forEach(this::write);
    }

    private void write(Session session) {
        int id = session.connectionId();
        inPieces(
                SpiceWriter.encode(session::saveState),
                (piece, isLast) -> new ClientState(id, DepartingClient.MAIN, SESSION_SECTION, isLast, piece));
        for (SessionChannel channel : session.channels()) {
            inPieces(
                    SpiceWriter.encode(channel::saveState),
                    (piece, isLast) -> new ClientState(id, channel.peer().channel(), CHANNEL_SECTION, isLast, piece));
        }
    }

    /** A cache of many small images or a large cursor is more than a frame holds. */
    private void inPieces(Bytes state, BiFunction<Bytes, Boolean, SourceFrame> frame) {
        int from = 0;
        do {
            int length = Math.min(StreamLimits.PIECE_BYTES, state.length() - from);
            say.accept(frame.apply(state.slice(from, length), from + length == state.length()));
            from += length;
        } while (from < state.length());
    }
}
