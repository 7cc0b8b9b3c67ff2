package dev.caraway.server.channel;

import java.util.concurrent.CompletionStage;

/** Sockets to other hosts. On the loop only. */
public interface StreamSockets {

    /**
     * Connects to another host; completes on the loop, or fails with an {@link java.io.IOException} whose message is one
     * line.
     *
     * @param timeoutMillis for the socket, and as long again for TLS
     */
    CompletionStage<StreamSocket> connect(HostAddress address, long timeoutMillis, StreamSocket.Listener listener);

    /** Listens for other hosts; completes on the loop, or fails as {@link #connect} does. */
    CompletionStage<StreamListening> listen(HostAddress address, StreamSocket.Acceptor acceptor);
}
