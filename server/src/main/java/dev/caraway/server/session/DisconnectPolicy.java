package dev.caraway.server.session;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.ProtocolException;
import java.io.IOException;

/**
 * The one place that turns what went wrong on a linked socket into what has to be closed.
 *
 * <p>A peer's violation closes the smallest thing: its channel, but on main the client, which cannot live without it.
 * Our own mistake closes the client; the process and the other clients live.
 */
public final class DisconnectPolicy {

    /** What has to go. */
    public enum Closing {
        CHANNEL,
        SESSION
    }

    /** Whose fault it is; it decides how loudly the log says it. */
    public enum Blame {
        /** The connection broke: DEBUG. */
        NETWORK,
        /** The peer sent what no conforming peer sends: WARN. */
        PEER,
        /** A mistake in this program: ERROR, with the stack trace. */
        US
    }

    /**
     * The answer.
     *
     * @param reason a lower-case fragment for the log
     */
    public record Verdict(Closing closing, Blame blame, String reason) {}

    private DisconnectPolicy() {}

    /** What {@code cause} means, thrown while a message of this kind of channel was taken or sent. */
    public static Verdict judge(ChannelType channel, Throwable cause) {
        if (cause instanceof WireException) {
            return new Verdict(withoutMain(channel), Blame.PEER, text(cause));
        }
        if (cause instanceof ProtocolException violation) {
            Closing closing =
                    violation.scope() == ProtocolException.Scope.SESSION ? Closing.SESSION : withoutMain(channel);
            return new Verdict(closing, Blame.PEER, text(cause));
        }
        if (cause instanceof IOException) {
            return new Verdict(Closing.CHANNEL, Blame.NETWORK, text(cause));
        }
        return new Verdict(Closing.SESSION, Blame.US, cause.toString());
    }

    private static Closing withoutMain(ChannelType channel) {
        return channel == ChannelType.MAIN ? Closing.SESSION : Closing.CHANNEL;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
