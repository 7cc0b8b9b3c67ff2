package dev.caraway.server.video;

import java.util.OptionalLong;

/**
 * What was measured of a client's link.
 *
 * @param bitsPerSecond empty while unknown, or too fast to be measured
 * @param roundTripMillis 0 while unknown
 */
public record LinkSpeed(OptionalLong bitsPerSecond, long roundTripMillis) {

    /** Nothing was measured. */
    public static final LinkSpeed UNKNOWN = new LinkSpeed(OptionalLong.empty(), 0);

    public LinkSpeed {
        if (roundTripMillis < 0) {
            throw new IllegalArgumentException("round trip: expected 0 or more, got " + roundTripMillis);
        }
    }
}
