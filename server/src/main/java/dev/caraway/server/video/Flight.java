package dev.caraway.server.video;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The frames that were sent and of which the client has not spoken yet. */
final class Flight {

    /** With more frames on their way nobody knows any more what is there. */
    static final int MAX_FRAMES = 64;

    /** No frame that was sent longer ago is remembered. */
    private static final long AGE_MAX_MILLIS = 0xffff;

    /** A larger frame is none. */
    private static final int FRAME_BYTES_MAX = 1 << 28;

    private final Deque<Sent> sent = new ArrayDeque<>();
    private long bytes;

    /**
     * @param time the frame's multi-media time, by which reports name it
     * @param wasAlone whether nothing was on its way before it
     */
    record Sent(long time, int bytes, long sentMillis, boolean wasAlone) {}

    /** @param arrivedBytes of this frame and those before it that no report has named */
    record Arrival(Sent frame, long arrivedBytes) {}

    /** Writes the frames, oldest first. */
    void save(SpiceWriter out, long nowMillis) {
        out.u8(sent.size());
        for (Sent frame : sent) {
            out.u32(frame.time());
            out.u32(frame.bytes());
            out.u16((int) Math.min(AGE_MAX_MILLIS, nowMillis - frame.sentMillis()));
            out.bool8(frame.wasAlone());
        }
    }

    /** Takes up what {@link #save} has written. */
    void restore(SpiceReader in, long nowMillis) {
        int count = in.u8("flight.frames");
        if (count > MAX_FRAMES) {
            throw in.violation("flight.frames", "expected at most " + MAX_FRAMES + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            long time = in.u32("flight.time");
            int frameBytes = in.u32AtMost("flight.bytes", FRAME_BYTES_MAX);
            long sentMillis = nowMillis - in.u16("flight.age");
            sent.addLast(new Sent(time, frameBytes, sentMillis, in.bool8("flight.was_alone")));
            bytes += frameBytes;
        }
    }

    void add(long time, int frameBytes, long nowMillis) {
        sent.addLast(new Sent(time, frameBytes, nowMillis, sent.isEmpty()));
        bytes += frameBytes;
        if (sent.size() > MAX_FRAMES) {
            bytes -= sent.removeFirst().bytes();
        }
    }

    /** The client has spoken of a frame; empty when it is none of those on their way. */
    Optional<Arrival> arrive(long time) {
        if (sent.stream().noneMatch(frame -> frame.time() == time)) {
            return Optional.empty();
        }
        long arrivedBytes = 0;
        for (Iterator<Sent> each = sent.iterator(); each.hasNext(); ) {
            Sent frame = each.next();
            each.remove();
            arrivedBytes += frame.bytes();
            if (frame.time() == time) {
                bytes -= arrivedBytes;
                return Optional.of(new Arrival(frame, arrivedBytes));
            }
        }
        throw new AssertionError("frame " + time + " is gone");
    }

    /** Forgets the frames sent before a moment; whether there were any. */
    boolean forgetBefore(long millis) {
        boolean forgot = false;
        while (!sent.isEmpty() && sent.peekFirst().sentMillis() < millis) {
            bytes -= sent.removeFirst().bytes();
            forgot = true;
        }
        return forgot;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    int size() {
        return sent.size();
    }

    /** How many of them were sent at a moment or later. */
    long sentSince(long millis) {
        return sent.stream().filter(frame -> frame.sentMillis() >= millis).count();
    }

    /** The bytes on their way. */
    long bytes() {
        return bytes;
    }

    /** When the first of them was sent; asked when there is one. */
    long oldestMillis() {
        return sent.getFirst().sentMillis();
    }
}
