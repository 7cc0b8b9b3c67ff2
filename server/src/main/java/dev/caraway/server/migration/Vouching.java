package dev.caraway.server.migration;

import dev.caraway.protocol.wire.Bytes;

/** Lets clients in that change hosts, whatever their tickets are worth by then. On the loop only. */
public interface Vouching {

    /**
     * Links that name this session may be made with the ticket that was right at its host, for so long.
     *
     * @param proof as the host tells it
     * @throws IllegalArgumentException if it is none
     */
    void forLinks(int connectionId, Bytes proof, long millis);

    /**
     * The client may log in once with the ticket that was right, here or at its host, for so long.
     *
     * @throws IllegalArgumentException if it is none
     */
    void forLogin(Bytes proof, long millis);

    /** What was vouched for by this proof is over: the session is here, or does not come. */
    void withdraw(int connectionId, Bytes proof);
}
