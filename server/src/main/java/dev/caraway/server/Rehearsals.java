package dev.caraway.server;

import dev.caraway.protocol.ChannelType;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.rehearsal.DisplayRehearsal;
import dev.caraway.server.rehearsal.MoveRehearsal;
import java.util.Optional;

/** What one server rehearses, and when the real thing takes its place. */
final class Rehearsals {

    /** Somebody who is moved so soon after the start has not been looked at much; and clients come first. */
    private static final long MOVES_AFTER_MILLIS = 3_000;

    private final ServerOptions options;
    private final Optional<DisplayRehearsal> display;

    Rehearsals(ServerOptions options) {
        this.options = options;
        this.display = options.rehearsal();
    }

    /** The display's has begun already: a client that sees the real one needs the processor. */
    void endDisplayByFirstViewer(EventBus events) {
        display.ifPresent(rehearsal -> events.add(event -> {
            boolean isViewer = event instanceof ServerEvent.Initialized linked
                    && linked.channel().channel().type() == ChannelType.DISPLAY;
            if (isViewer || event instanceof ServerEvent.ShuttingDown) {
                rehearsal.end();
            }
        }));
    }

    /** Begins the moves', if they are wanted. */
    void beginMoves(EventBus events) {
        if (options.rehearsesMoves()) {
            MoveRehearsal rehearsal =
                    MoveRehearsal.begin(RehearsedHost::new, options.incoming() ? 0 : MOVES_AFTER_MILLIS);
            events.add(event -> {
                if (isRealMove(event) || event instanceof ServerEvent.ShuttingDown) {
                    rehearsal.end();
                }
            });
        }
    }

    /** Whether a guest or a client is on its way; to wait for one is none. */
    private boolean isRealMove(ServerEvent event) {
        return event instanceof ServerEvent.ClientMoved
                || (event instanceof ServerEvent.MigrationChanged changed
                        && (!options.incoming() || changed.status() != MigrationStatus.SETUP));
    }

    /** The picture that it is at may still be drawn for some milliseconds. */
    void awaitEnd(long timeoutMillis) throws InterruptedException {
        if (display.isPresent()) {
            display.get().awaitEnd(timeoutMillis);
        }
    }
}
