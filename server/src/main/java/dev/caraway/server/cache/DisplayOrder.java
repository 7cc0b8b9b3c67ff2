package dev.caraway.server.cache;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the display channels of one client have to wait for among each other, since their sockets overtake each other:
 * serials of messages that WAIT_FOR_CHANNELS names. On the loop only.
 *
 * <p>A client waits by itself for an image that another channel is still to bring, from the pixmap cache as well as from
 * the GLZ window. Everything else must be said: that it forgets an image only after its last use, that it keeps an image
 * anew only after it has forgotten it, and that GLZ images come about in the order of their ids.
 *
 * <p>Every wait is for a message that was sent before, so no two channels can wait for each other.
 */
public final class DisplayOrder {

    /** The display channels that a client can have. */
    private static final int CHANNELS_MAX = 4;

    /**
     * So many ids an image may be ahead of one that another channel is still to bring. Clients look for an image by its
     * id in a ring that begins with 16 places (spice-gtk, decode-glz.c), so that one which is further ahead would take
     * the place of the missing one.
     */
    static final int IMAGES_AHEAD = 8;

    private static final long NONE = -1;

    /** More messages, and images, than there ever are. */
    private static final long NUMBER_MAX = 1L << 62;

    /** By the channel that waits and the one that is waited for: the serial up to which it has. */
    private final long[][] waited = new long[CHANNELS_MAX][CHANNELS_MAX];

    /** By the channel that would wait and the one that brings: the oldest GLZ image that was not waited for. */
    private final long[][] oldestImage = new long[CHANNELS_MAX][CHANNELS_MAX];

    /** By channel: the serial of its last message with a GLZ image. */
    private final long[] lastImageSerial = new long[CHANNELS_MAX];

    private long nextImageId;

    /** @param nextImageId the id of the first GLZ image */
    public DisplayOrder(long nextImageId) {
        this.nextImageId = nextImageId;
        for (long[] row : oldestImage) {
            Arrays.fill(row, NONE);
        }
    }

    /**
     * What a message of a channel, which is sent now, must still wait for; afterwards it counts as waited for.
     *
     * @param serials by display channel id, of the messages that must come before; the channel's own need no wait
     */
    public SortedMap<Integer, Long> await(int channel, Map<Integer, Long> serials) {
        SortedMap<Integer, Long> waits = new TreeMap<>();
        serials.forEach((other, serial) -> {
            if (other != channel && serial > waited[channel][other]) {
                waited[channel][other] = serial;
                waits.put(other, serial);
                if (serial >= lastImageSerial[other]) {
                    oldestImage[channel][other] = NONE;
                }
            }
        });
        return waits;
    }

    /**
     * What a message with GLZ images must come after, for {@link #await}.
     *
     * @param endId behind its last image
     */
    public SortedMap<Integer, Long> beforeImages(int channel, long endId) {
        SortedMap<Integer, Long> serials = new TreeMap<>();
        for (int other = 0; other < CHANNELS_MAX; other++) {
            long oldest = oldestImage[channel][other];
            if (oldest != NONE && endId - oldest > IMAGES_AHEAD) {
                serials.put(other, lastImageSerial[other]);
            }
        }
        return serials;
    }

    /** A message with GLZ images, from {@code firstId} up to {@code endId}, is sent with this serial. */
    public void onImages(int channel, long firstId, long endId, long serial) {
        nextImageId = endId;
        lastImageSerial[channel] = serial;
        for (int other = 0; other < CHANNELS_MAX; other++) {
            if (other != channel && oldestImage[other][channel] == NONE) {
                oldestImage[other][channel] = firstId;
            }
        }
    }

    /** Writes all of it; serials and ids go on at the host that takes it up. */
    public void save(SpiceWriter out) {
        out.i64(nextImageId);
        for (int channel = 0; channel < CHANNELS_MAX; channel++) {
            out.i64(lastImageSerial[channel]);
            for (int other = 0; other < CHANNELS_MAX; other++) {
                out.i64(waited[channel][other]);
                out.i64(oldestImage[channel][other]);
            }
        }
    }

    /** Takes up what another host has written. */
    public static DisplayOrder restore(SpiceReader in) {
        DisplayOrder order = new DisplayOrder(number(in, "order.next_image_id", 0));
        for (int channel = 0; channel < CHANNELS_MAX; channel++) {
            order.lastImageSerial[channel] = number(in, "order.last_image_serial", 0);
            for (int other = 0; other < CHANNELS_MAX; other++) {
                order.waited[channel][other] = number(in, "order.waited", 0);
                order.oldestImage[channel][other] = number(in, "order.oldest_image", NONE);
            }
        }
        return order;
    }

    private static long number(SpiceReader in, String field, long least) {
        long number = in.i64(field);
        if (number < least || number > NUMBER_MAX) {
            throw in.violation(field, "expected " + least + " to " + NUMBER_MAX + ", got " + number);
        }
        return number;
    }

    /** The id behind the last GLZ image that was sent. */
    public long nextImageId() {
        return nextImageId;
    }
}
