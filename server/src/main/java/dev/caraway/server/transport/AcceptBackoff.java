package dev.caraway.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Survives an accept that fails, as it does when no file descriptor is left: nothing is accepted for a moment, and then
 * it is tried again.
 */
final class AcceptBackoff extends ChannelInboundHandlerAdapter {

    static final long PAUSE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AcceptBackoff.class);

    private final LogThrottle throttle = new LogThrottle();

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (throttle.passes(context.executor().ticker().nanoTime())) {
            LOG.warn(
                    "listener Cannot accept, trying again address={} reason={} suppressed={}",
                    context.channel().localAddress(),
                    cause.getMessage(),
                    throttle.takeSuppressed());
        }
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
