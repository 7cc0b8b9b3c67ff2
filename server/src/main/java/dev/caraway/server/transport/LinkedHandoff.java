package dev.caraway.server.transport;

import dev.caraway.server.session.LinkedPeer;
import io.netty.channel.ChannelHandlerContext;

/** Takes over a socket whose link is done and whose link result has been flushed. Only on the loop. */
interface LinkedHandoff {

    /**
     * Puts the channel behind the link's handler. When this returns, the link's handler passes on the bytes it has left
     * and leaves the pipeline.
     *
     * @param context the link's handler
     * @param miniHeader whether both ends know the mini header
     */
    void linked(ChannelHandlerContext context, LinkedPeer peer, boolean miniHeader);
}
