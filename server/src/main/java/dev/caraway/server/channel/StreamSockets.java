package dev.caraway.server.channel;

import java.util.concurrent.CompletionStage;

/** Sockets to other hosts. On the loop only. */
public interface StreamSockets {

    /**
     * Connects to another host; completes on the loop, or fails with an {@link java.io.IOException} whose message is one
     * line.
     *
     * @param port 1 to 65535
     */
    CompletionStage<StreamSocket> connect(String host, int port, long timeoutMillis, StreamSocket.Listener listener);

    /** Listens for other hosts; completes on the loop, or fails as {@link #connect} does. */
    CompletionStage<StreamListening> listen(String host, int port, StreamSocket.Acceptor acceptor);
}
