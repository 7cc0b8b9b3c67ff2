package dev.caraway.server.transport;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.link.Ticketing;
import dev.caraway.server.session.Reception;

/**
 * What every link of one server needs.
 *
 * @param freshKeys keys that are used once
 * @param rotatedKeys keys that links share, for where that does no harm
 * @param graceMillis the time from a socket's acceptance to the end of its link, TLS included
 */
public record LinkServices(
        Loop loop,
        Reception reception,
        Ticketing ticketing,
        TicketKeys freshKeys,
        TicketKeys rotatedKeys,
        long graceMillis) {

    /** A block for a reused key could be replayed; that matters where it can be sniffed and opens a door. */
    TicketKeys keysFor(boolean encrypted) {
        return encrypted || !ticketing.isRequired() ? rotatedKeys : freshKeys;
    }
}
