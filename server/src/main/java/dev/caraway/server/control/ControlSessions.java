package dev.caraway.server.control;

import dev.caraway.server.SpiceServer;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.transport.ControlClient;
import dev.caraway.server.transport.ControlReception;
import dev.caraway.server.transport.ControlSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everyone who is connected to one of a server's control sockets, and what they are told. Only on {@code loop}, which
 * need not be the server's own: what comes from there keeps its order.
 */
final class ControlSessions implements ControlReception {

    private final Machine machine;
    private final Loop loop;
    private final Runnable ended;
    private final List<QmpSession> sessions = new ArrayList<>();
    private final SpiceServer.Subscription subscription;
    private boolean ending;
    private boolean quitting;

    /**
     * Subscribes to the server's events at once, so that no client misses one.
     *
     * @param ended runs once, when the server or {@link #end} has ended the last session
     */
    ControlSessions(Machine machine, Loop loop, Runnable ended) {
        this.machine = machine;
        this.loop = loop;
        this.ended = ended;
        subscription = machine.server().subscribe(event -> {
            if (loop.inLoop()) {
                onEvent(event);
            } else {
                loop.execute(() -> onEvent(event));
            }
        });
    }

    @Override
    public ControlClient onConnected(ControlSocket socket) {
        assert loop.inLoop();
        QmpSession session = new QmpSession(machine, loop, socket, this::onGone);
        sessions.add(session);
        session.onConnected();
        if (ending) {
            session.finish();
        }
        return session;
    }

    /** Ends every session; one that waits for the return of {@code quit} gets it first. */
    void end() {
        assert loop.inLoop();
        if (ending) {
            return;
        }
        ending = true;
        subscription.close();
        if (sessions.isEmpty()) {
            ended.run();
        } else {
            List.copyOf(sessions).forEach(QmpSession::finish);
        }
    }

    private void onGone(QmpSession session) {
        quitting |= session.isQuitting();
        boolean last = sessions.remove(session) && sessions.isEmpty();
        if (ending && last) {
            ended.run();
        }
    }

    /** How a move comes along is told only to those who have asked for it, since QEMU keeps silent too. */
    private boolean isUnwanted(ServerEvent event) {
        boolean isProgress =
                event instanceof ServerEvent.MigrationChanged || event instanceof ServerEvent.MigrationPassed;
        return isProgress && !machine.moves().isOn(MigrationCapability.EVENTS);
    }

    private void onEvent(ServerEvent event) {
        if (ending || isUnwanted(event)) {
            return;
        }
        // Whoever said quit may have gone since.
        boolean asked = quitting || sessions.stream().anyMatch(QmpSession::isQuitting);
        Map<String, Object> message = Events.event(event, machine.wallClock().instant(), asked);
        List.copyOf(sessions).forEach(session -> session.onEvent(message));
        if (event instanceof ServerEvent.ShuttingDown) {
            end();
        }
    }
}
