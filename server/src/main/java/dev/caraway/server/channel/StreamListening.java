package dev.caraway.server.channel;

/** Where other hosts connect. On the loop only. */
public interface StreamListening {

    /** The real port. */
    int port();

    /** Listens no more; what was accepted stays open. */
    void close();
}
