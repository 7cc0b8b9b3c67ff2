package dev.caraway.server.link;

import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;

/** What a step of the link handshake wants done, in order. */
public sealed interface LinkEffect {

    /**
     * When the time for logging in (from acceptance on, TLS included, however busy the socket is) has passed, apply
     * {@link LinkEvent.GraceEnded}.
     */
    record StartTimer() implements LinkEffect {}

    record CancelTimer() implements LinkEffect {}

    /** Get a key and apply {@link LinkEvent.KeyArrived}. */
    record RequestKey() implements LinkEffect {}

    /** Send this with its header. */
    record SendReply(LinkReply reply) implements LinkEffect {}

    /** Send this, apart from what follows it. */
    record SendResult(LinkError error) implements LinkEffect {}

    /**
     * Decrypt and compare; apply {@link LinkEvent.TicketAccepted} or {@link LinkEvent.TicketRefused}.
     *
     * @param message names the channel whose availability matters when the ticket is right
     */
    record CheckTicket(EncryptedTicket ticket, LinkMessage message) implements LinkEffect {}

    /**
     * Close once what was sent can be read by the peer.
     *
     * @param rule which rule the peer broke, for the log
     */
    record CloseSocket(String rule) implements LinkEffect {}

    /**
     * Give the socket to its channel.
     *
     * @param miniHeader whether both ends speak mini headers
     */
    record HandOver(LinkMessage message, boolean miniHeader) implements LinkEffect {}
}
