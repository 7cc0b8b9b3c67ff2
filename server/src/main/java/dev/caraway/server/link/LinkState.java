package dev.caraway.server.link;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.CommonCapability;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.server.link.LinkEffect.CancelTimer;
import dev.caraway.server.link.LinkEffect.CheckTicket;
import dev.caraway.server.link.LinkEffect.CloseSocket;
import dev.caraway.server.link.LinkEffect.HandOver;
import dev.caraway.server.link.LinkEffect.RequestKey;
import dev.caraway.server.link.LinkEffect.SendReply;
import dev.caraway.server.link.LinkEffect.SendResult;
import dev.caraway.server.link.LinkEffect.StartTimer;
import dev.caraway.server.link.LinkEvent.AuthMechanismArrived;
import dev.caraway.server.link.LinkEvent.GraceEnded;
import dev.caraway.server.link.LinkEvent.HeaderArrived;
import dev.caraway.server.link.LinkEvent.KeyArrived;
import dev.caraway.server.link.LinkEvent.MalformedBytesArrived;
import dev.caraway.server.link.LinkEvent.MessageArrived;
import dev.caraway.server.link.LinkEvent.SocketClosed;
import dev.caraway.server.link.LinkEvent.TicketAccepted;
import dev.caraway.server.link.LinkEvent.TicketArrived;
import dev.caraway.server.link.LinkEvent.TicketRefused;

/**
 * Where the link handshake of one socket stands: pure, and run by transport.
 *
 * <p>A state overrides the events that it accepts. Bytes are decoded for the state that awaits them, so an event of
 * another state is the shell's mistake; what may come late by itself (keys, ticket checks, the timer, the socket's end)
 * is stale.
 */
public sealed interface LinkState {

    /** What we can do on every channel. */
    Capabilities COMMON_CAPABILITIES =
            Capabilities.of(CommonCapability.AUTH_SELECTION, CommonCapability.AUTH_SPICE, CommonCapability.MINI_HEADER);

    /** The beginning: a socket was accepted, its time runs. */
    static LinkStep start() {
        return LinkStep.to(new AwaitingHeader(), new StartTimer());
    }

    default LinkStep on(HeaderArrived event) {
        return LinkStep.refuse(this, LinkVerdict.SHELL_MISUSE);
    }

    default LinkStep on(MessageArrived event) {
        return LinkStep.refuse(this, LinkVerdict.SHELL_MISUSE);
    }

    default LinkStep on(AuthMechanismArrived event) {
        return LinkStep.refuse(this, LinkVerdict.SHELL_MISUSE);
    }

    default LinkStep on(TicketArrived event) {
        return LinkStep.refuse(this, LinkVerdict.SHELL_MISUSE);
    }

    default LinkStep on(MalformedBytesArrived event) {
        return LinkStep.refuse(this, LinkVerdict.SHELL_MISUSE);
    }

    default LinkStep on(KeyArrived event) {
        return LinkStep.refuse(this, LinkVerdict.STALE);
    }

    default LinkStep on(TicketAccepted event) {
        return LinkStep.refuse(this, LinkVerdict.STALE);
    }

    default LinkStep on(TicketRefused event) {
        return LinkStep.refuse(this, LinkVerdict.STALE);
    }

    default LinkStep on(GraceEnded event) {
        return LinkStep.refuse(this, LinkVerdict.STALE);
    }

    default LinkStep on(SocketClosed event) {
        return LinkStep.refuse(this, LinkVerdict.STALE);
    }

    /** A handshake under way: it ends with the peer's time or with its socket, whatever it awaits. */
    sealed interface Unfinished extends LinkState {

        @Override
        default LinkStep on(GraceEnded event) {
            return LinkStep.to(new Abandoned(), new CloseSocket("login: expected within the time for it"));
        }

        @Override
        default LinkStep on(SocketClosed event) {
            return LinkStep.to(new Abandoned(), new CancelTimer());
        }
    }

    /** The magic has its own complaint, because whoever speaks another protocol sends less than a header. */
    record AwaitingHeader() implements Unfinished {

        @Override
        public LinkStep on(HeaderArrived event) {
            LinkHeader header = event.header();
            if (header.majorVersion() == 0) {
                return LinkStep.to(new Abandoned(), new CancelTimer(), new CloseSocket("major version: got 0"));
            }
            if (header.majorVersion() != LinkHeader.MAJOR_VERSION) {
                return refuseInReply(
                        LinkError.VERSION_MISMATCH,
                        "major version: expected " + LinkHeader.MAJOR_VERSION + ", got "
                                + Integer.toUnsignedString(header.majorVersion()));
            }
            if (header.size() < Limits.LINK_MESSAGE_MIN_BYTES || header.size() > Limits.LINK_MESSAGE_MAX_BYTES) {
                return refuseInReply(
                        LinkError.INVALID_DATA,
                        "link message size: expected " + Limits.LINK_MESSAGE_MIN_BYTES + " to "
                                + Limits.LINK_MESSAGE_MAX_BYTES + ", got " + header.size());
            }
            return LinkStep.to(new AwaitingMessage((int) header.size()));
        }

        @Override
        public LinkStep on(MalformedBytesArrived event) {
            return refuseInReply(LinkError.INVALID_MAGIC, event.rule());
        }
    }

    /**
     * The link message.
     *
     * @param messageBytes its size, within the limits
     */
    record AwaitingMessage(int messageBytes) implements Unfinished {

        @Override
        public LinkStep on(MessageArrived event) {
            if (event.security() != LinkError.OK) {
                return refuseInReply(event.security(), "channel security: " + event.security());
            }
            return LinkStep.to(new AwaitingKey(event.message(), event.capabilities()), new RequestKey());
        }

        @Override
        public LinkStep on(MalformedBytesArrived event) {
            return refuseInReply(LinkError.INVALID_DATA, event.rule());
        }
    }

    /**
     * Our key for the ticket; the peer waits with us.
     *
     * @param capabilities ours, of the channel named
     */
    record AwaitingKey(LinkMessage message, Capabilities capabilities) implements Unfinished {

        @Override
        public LinkStep on(KeyArrived event) {
            boolean choosesMechanism = message.commonCapabilities().has(CommonCapability.AUTH_SELECTION);
            return LinkStep.to(
                    choosesMechanism ? new AwaitingAuthMechanism(message) : new AwaitingTicket(message),
                    new SendReply(LinkReply.accepted(event.publicKey(), COMMON_CAPABILITIES, capabilities)));
        }
    }

    /** What a client with AUTH_SELECTION says before its ticket. */
    record AwaitingAuthMechanism(LinkMessage message) implements Unfinished {

        @Override
        public LinkStep on(AuthMechanismArrived event) {
            return event.mechanism() == AuthMechanism.SPICE
                    ? LinkStep.to(new AwaitingTicket(message))
                    : refuseInReply(LinkError.INVALID_DATA, "auth mechanism: expected SPICE, got " + event.mechanism());
        }

        @Override
        public LinkStep on(MalformedBytesArrived event) {
            return refuseInReply(LinkError.INVALID_DATA, event.rule());
        }
    }

    /** The encrypted ticket; clients send it even when nobody asks for one. */
    record AwaitingTicket(LinkMessage message) implements Unfinished {

        @Override
        public LinkStep on(TicketArrived event) {
            return LinkStep.to(new AwaitingTicketCheck(message), new CheckTicket(event.ticket(), message));
        }
    }

    /** The outcome of the ticket check. */
    record AwaitingTicketCheck(LinkMessage message) implements Unfinished {

        @Override
        public LinkStep on(TicketAccepted event) {
            if (event.availability() != LinkError.OK) {
                return refuseInResult(event.availability(), "channel: " + event.availability());
            }
            boolean miniHeader = message.commonCapabilities().has(CommonCapability.MINI_HEADER);
            return LinkStep.to(
                    new Linked(), new CancelTimer(), new SendResult(LinkError.OK), new HandOver(message, miniHeader));
        }

        @Override
        public LinkStep on(TicketRefused event) {
            return refuseInResult(LinkError.PERMISSION_DENIED, event.rule());
        }
    }

    /** The socket belongs to its channel. */
    record Linked() implements LinkState {}

    /** The peer has been told why there is no link. */
    record Refused(LinkError error) implements LinkState {}

    /** Over without a word: the peer was silent, gone, or not to be answered. */
    record Abandoned() implements LinkState {}

    private static LinkStep refuseInReply(LinkError error, String rule) {
        return LinkStep.to(
                new Refused(error), new CancelTimer(), new SendReply(LinkReply.refused(error)), new CloseSocket(rule));
    }

    private static LinkStep refuseInResult(LinkError error, String rule) {
        return LinkStep.to(new Refused(error), new CancelTimer(), new SendResult(error), new CloseSocket(rule));
    }
}
