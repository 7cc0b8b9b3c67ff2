package dev.caraway.server;

import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.rehearsal.DisplayRehearsal;
import dev.caraway.server.transport.DiscardedOutbox;

/** The two ends of what a {@link DisplayRehearsal} plays. */
final class RehearsalStage implements DisplayRehearsal.Stage {

    @Override
    public CommandDisplay port(Loop loop, DisplayChannel display, CursorChannel cursor) {
        return new CommandPort(loop, display, cursor, 1, ContentIndex.withRandomKey(), mistake -> {
            throw new IllegalStateException("a rehearsed command could not be drawn", mistake);
        });
    }

    @Override
    public Outbox outbox(Loop loop) {
        return new DiscardedOutbox(loop);
    }
}
