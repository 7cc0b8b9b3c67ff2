package dev.caraway.server.event;

/** Everything that is counted or measured, by what it is counted for. What was not measured yet is left out. */
public enum Counter {
    MESSAGES_SENT(Scope.CHANNEL, "messages-sent", "messages given to the socket"),
    BYTES_SENT(Scope.CHANNEL, "bytes-sent", "their bytes with headers, before TLS"),
    MESSAGES_RECEIVED(Scope.CHANNEL, "messages-received", "whole messages from the client"),
    BYTES_RECEIVED(Scope.CHANNEL, "bytes-received", "their bytes without headers, after TLS"),
    BYTES_PENDING(Scope.CHANNEL, "bytes-pending", "bytes that wait for the socket now"),
    BYTES_QUEUED(Scope.CHANNEL, "bytes-queued", "what waits in the channel's own queue now, as it weighs there"),
    DRAWINGS_DROPPED(
            Scope.CHANNEL,
            "drawings-dropped",
            "commands that another one, or a picture, took the place of before they left"),
    CACHE_HITS(Scope.CHANNEL, "cache-hits", "images that were not sent, because the client had kept them"),
    ROUND_TRIP(Scope.CHANNEL, "round-trip-us", "microseconds from a ping to its pong: of late the shortest"),
    LINK_RATE(Scope.CHANNEL, "link-bytes-per-second", "what the link was seen to carry"),
    ENCODE_TIME(Scope.CLIENT, "encode-us", "microseconds that compressing its images took"),
    ENCODED_PIXELS(Scope.CLIENT, "encoded-pixels", "pixels that were compressed in that time"),
    LONGEST_TASK(Scope.SERVER, "longest-task-us", "microseconds of the longest task of the server's loop"),
    HEAP(Scope.SERVER, "heap-bytes", "the process's heap in use"),
    DIRECT_MEMORY(Scope.SERVER, "direct-bytes", "the process's memory for sockets outside the heap"),
    SURFACES(Scope.SERVER, "surfaces", "the guest's surfaces now"),
    SURFACE_BYTES(Scope.SERVER, "surface-bytes", "their pixels in bytes");

    /** What a counter is counted for. */
    public enum Scope {
        /** Each channel of each client. */
        CHANNEL,
        /** Each client. */
        CLIENT,
        /** The server, or the process it is in. */
        SERVER
    }

    private final Scope scope;
    private final String label;
    private final String sentence;

    Counter(Scope scope, String label, String sentence) {
        this.scope = scope;
        this.label = label;
        this.sentence = sentence;
    }

    public Scope scope() {
        return scope;
    }

    /** Its name on the control port. */
    public String label() {
        return label;
    }

    /** What it says, for people. */
    public String sentence() {
        return sentence;
    }
}
