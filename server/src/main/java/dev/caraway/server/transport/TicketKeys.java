package dev.caraway.server.transport;

import dev.caraway.server.link.TicketKey;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Where links get the keys for their tickets. */
public interface TicketKeys {

    /** A link that waits for its key. */
    interface Request {

        /** The link no longer wants a key; harmless when it has one. */
        void cancel();
    }

    /**
     * Gives {@code taker} a key on {@code executor} once there is one: never within this call, and never if the keys
     * are closed before.
     */
    Request request(Executor executor, Consumer<TicketKey> taker);
}
