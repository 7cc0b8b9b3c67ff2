package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Waits for clients that have come just now: one that is sent elsewhere while it still links its channels says there what it
 * should have said here. On the loop only.
 */
final class Settling {

    /** After so long a channel that was offered will not be linked any more. */
    private static final long PATIENCE_MILLIS = 5_000;

    /** After so long a client that is on its way here from another host is not waited for any more. */
    private static final long LANDING_MILLIS = 20_000;

    private static final long LOOK_MILLIS = 10;

    private final Loop loop;
    private final Sessions sessions;
    private final List<ChannelId> offered;
    private final Map<Integer, Long> arrivedNanos = new HashMap<>();
    /** When each client that was still on its way here was first waited for. */
    private final Map<Integer, Long> landingNanos = new HashMap<>();

    Settling(Loop loop, Sessions sessions, List<ChannelId> offered) {
        this.loop = loop;
        this.sessions = sessions;
        this.offered = offered;
    }

    void onArrived(Session session) {
        landingNanos.remove(session.connectionId());
        arrivedNanos.put(session.connectionId(), loop.nanoTime());
    }

    void onGone(Session session) {
        landingNanos.remove(session.connectionId());
        arrivedNanos.remove(session.connectionId());
    }

    /** Runs {@code task} once everybody has settled who is here now; perhaps before this returns. */
    void whenSettled(Runnable task) {
        whenSettled(List.copyOf(sessions.all()), task);
    }

    /** Whoever comes later is not waited for: else somebody who comes again and again would hold up every move. */
    private void whenSettled(List<Session> awaited, Runnable task) {
        List<Session> unsettled = awaited.stream()
                .filter(session -> isHere(session) && !isSettled(session))
                .toList();
        if (unsettled.isEmpty()) {
            task.run();
        } else {
            loop.schedule(LOOK_MILLIS, () -> whenSettled(unsettled, task));
        }
    }

    /** Runs {@code task} once this client has settled, if it is still there. */
    void whenSettled(Session session, Runnable task) {
        if (!isHere(session)) {
            return;
        }
        if (isSettled(session)) {
            task.run();
        } else {
            loop.schedule(LOOK_MILLIS, () -> whenSettled(session, task));
        }
    }

    private boolean isHere(Session session) {
        return sessions.find(session.connectionId())
                .filter(found -> found == session)
                .isPresent();
    }

    private boolean isSettled(Session session) {
        if (session.arrival().isPresent()) {
            long seen = landingNanos.computeIfAbsent(session.connectionId(), id -> loop.nanoTime());
            return session.isClosing() || loop.nanoTime() - seen > TimeUnit.MILLISECONDS.toNanos(LANDING_MILLIS);
        }
        Long since = arrivedNanos.get(session.connectionId());
        boolean isOld = since == null || loop.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        List<ChannelId> missing = new ArrayList<>(offered);
        missing.removeIf(session::has);
        return isOld
                || session.isClosing()
                || (missing.isEmpty() && session.channels().stream().allMatch(SessionChannel::isSettled));
    }
}
