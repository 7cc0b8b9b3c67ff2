package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.List;
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
        say.accept(new SharedState(DepartingClient.MAIN, SpiceWriter.encode(parts.shared()::save)));
        sessions.forEach(this::write);
    }

    private void write(Session session) {
        int id = session.connectionId();
        say.accept(new ClientState(id, DepartingClient.MAIN, SESSION_SECTION, SpiceWriter.encode(session::saveState)));
        for (SessionChannel channel : session.channels()) {
            say.accept(new ClientState(
                    id, channel.peer().channel(), CHANNEL_SECTION, SpiceWriter.encode(channel::saveState)));
        }
    }
}
