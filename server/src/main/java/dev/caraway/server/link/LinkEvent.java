package dev.caraway.server.link;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.wire.Bytes;

/** What can happen to a link handshake. */
public sealed interface LinkEvent {

    /** What {@code state} makes of this. */
    LinkStep applyTo(LinkState state);

    /** A header with the right magic has arrived. */
    record HeaderArrived(LinkHeader header) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /**
     * A well-formed link message has arrived.
     *
     * @param security whether its channel may be used on such a socket: OK, NEED_SECURED or NEED_UNSECURED
     * @param capabilities ours on its channel; empty if there is no such channel
     */
    record MessageArrived(LinkMessage message, LinkError security, Capabilities capabilities) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /** A mechanism that SPICE knows has been named. */
    record AuthMechanismArrived(AuthMechanism mechanism) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /** The block with the ticket has arrived. */
    record TicketArrived(EncryptedTicket ticket) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /**
     * What was awaited has arrived, but not in a form that SPICE knows.
     *
     * @param rule what was expected and what came, for the log
     */
    record MalformedBytesArrived(String rule) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /**
     * The key for the ticket is there.
     *
     * @param publicKey its SubjectPublicKeyInfo
     */
    record KeyArrived(Bytes publicKey) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /**
     * The ticket is right, or none is asked for.
     *
     * @param availability whether the channel can be had now: OK, BAD_CONNECTION_ID or CHANNEL_NOT_AVAILABLE
     */
    record TicketAccepted(LinkError availability) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /**
     * The ticket is wrong, unreadable or too late.
     *
     * @param rule which of these, for the log and never for the peer
     */
    record TicketRefused(String rule) implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /** The time for logging in is over. */
    record GraceEnded() implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }

    /** The socket is gone. */
    record SocketClosed() implements LinkEvent {
        @Override
        public LinkStep applyTo(LinkState state) {
            return state.on(this);
        }
    }
}
