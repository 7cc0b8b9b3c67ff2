package dev.caraway.migration.stream;

import dev.caraway.protocol.Limits;

/** What a migrate stream may hold, each limit with its reason. */
public final class StreamLimits {

    /** The payload of one frame: what a host has to buffer of a stream, and how long a word waits behind bulk. */
    public static final int MAX_FRAME_BYTES = 1 << 20;

    /** Bulk in one frame: what is left beside the largest fixed part. */
    public static final int PIECE_BYTES = MAX_FRAME_BYTES - 64;

    /** Sessions that move at once: more clients than one guest's loop serves. */
    public static final int SESSIONS = 64;

    /** Channels of one session: four of each type that can be there more than once, and room. */
    public static final int CHANNELS = 64;

    /** The proof of a ticket: the longest hash in use. */
    public static final int TICKET_PROOF_BYTES = 64;

    /** A name: what fits a length of one byte. */
    public static final int NAME_BYTES = 255;

    /** A reason: some lines of a log. */
    public static final int REASON_BYTES = 1000;

    /** Surfaces of all displays together: four displays whose tables are full. */
    public static final int SURFACES = 4 * Limits.SURFACES;

    /** Pixels of all surfaces together: 16 heads of 3840 by 2160, and as much again off-screen. */
    public static final long SURFACE_PIXELS = 1 << 28;

    /** Every pixel of a surface, as servers draw on it: blue, green, red, and alpha or nothing. */
    public static final int BYTES_PER_PIXEL = 4;

    /** All that is known of one client: 65 536 images in its cache, each used by four display channels, and room. */
    public static final int CLIENT_STATE_BYTES = 8 << 20;

    /** All that clients share: the largest cursor on each of four displays, what is known of their pixels, and room. */
    public static final int SHARED_STATE_BYTES = 64 << 20;

    /** What one client has said that nobody has read yet: more than a host keeps of it. */
    public static final int KEPT_BYTES = 1 << 20;

    private StreamLimits() {}
}
