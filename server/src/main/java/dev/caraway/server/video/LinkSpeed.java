package dev.caraway.server.video;

import dev.caraway.server.channel.LinkMeter;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What was measured of a client's link.
 *
 * @param bitsPerSecond empty while unknown, or too fast to be measured
 * @param roundTripMillis 0 while unknown
 */
public record LinkSpeed(OptionalLong bitsPerSecond, long roundTripMillis) {

    /** Nothing was measured. */
    public static final LinkSpeed UNKNOWN = new LinkSpeed(OptionalLong.empty(), 0);

    /** What a channel's meter has measured so far. */
    public static LinkSpeed of(LinkMeter meter) {
        OptionalLong bytes = meter.wasSaturated() ? meter.bytesPerSecond() : OptionalLong.empty();
        OptionalLong bits = bytes.isPresent() ? OptionalLong.of(Byte.SIZE * bytes.getAsLong()) : bytes;
        return new LinkSpeed(
                bits, TimeUnit.NANOSECONDS.toMillis(meter.roundTripNanos().orElse(0)));
    }

    public LinkSpeed {
        if (roundTripMillis < 0) {
            throw new IllegalArgumentException("round trip: expected 0 or more, got " + roundTripMillis);
        }
    }
}
