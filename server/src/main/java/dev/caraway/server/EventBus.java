package dev.caraway.server;

import dev.caraway.server.event.ServerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every observer every event, in order, on the loop. Observers come and go on any thread, at once: a task of the
 * loop would come behind what its sockets have to say.
 */
final class EventBus {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<Consumer<ServerEvent>> observers = new CopyOnWriteArrayList<>();

    void add(Consumer<ServerEvent> observer) {
        observers.add(observer);
    }

    void remove(Consumer<ServerEvent> observer) {
        observers.remove(observer);
    }

    void publish(ServerEvent event) {
        LOG.debug("server {}", event);
        for (Consumer<ServerEvent> observer : observers) {
            try {
                observer.accept(event);
            } catch (RuntimeException | Error e) {
                // An observer's mistake is not the server's, whatever it throws.
                LOG.error("server An observer failed event={}", event, e);
            }
        }
    }
}
