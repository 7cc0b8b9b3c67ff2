package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of what arrives from the other host, in whatever pieces. Not thread-safe; one for each direction of a
 * stream.
 *
 * <p>Never holds more than one frame, and only as much of it as has arrived. Knows the bytes, not what may be said when:
 * {@link StreamOrder} does. After a {@link StreamException} it gives nothing but the same one.
 *
 * @param <F> {@link SourceFrame} or {@link TargetFrame}
 */
public final class StreamDecoder<F extends StreamFrame> {

    /** Room for the first bytes of a frame; more is made as they arrive. */
    private static final int FIRST_BYTES = 1024;

    private final Class<F> direction;
    private final RunningDigest digest = new RunningDigest();
    private boolean isDigesting;

    private byte[] buffer = new byte[FIRST_BYTES];
    private int buffered;
    private boolean hasBegun;
    private @Nullable FrameType type;
    private int sequence;
    private long bytesReceived;
    private @Nullable StreamException failure;

    private StreamDecoder(Class<F> direction, boolean isDigesting) {
        this.direction = direction;
        this.isDigesting = isDigesting;
    }

    /** For what the source says. */
    public static StreamDecoder<SourceFrame> ofSource() {
        return new StreamDecoder<>(SourceFrame.class, true);
    }

    /** For what the target says. */
    public static StreamDecoder<TargetFrame> ofTarget() {
        return new StreamDecoder<>(TargetFrame.class, false);
    }

    /**
     * The next frame if its last byte has arrived. Takes the bytes of one frame and leaves the others, so that it is to
     * be called until nothing comes, which is when {@code arrived} is used up.
     *
     * @throws StreamException if no host says this
     */
    public Optional<F> next(ByteBuffer arrived) {
        if (failure != null) {
            throw failure;
        }
        try {
            return hasBegun || begins(arrived) ? frame(arrived) : Optional.empty();
        } catch (StreamException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * The other host has closed its direction.
     *
     * @throws StreamException if a frame, or the beginning, is not whole
     */
    public void end() {
        if (failure != null) {
            throw failure;
        }
        if (!hasBegun || buffered > 0) {
            String subject = hasBegun ? "frame " + Integer.toUnsignedString(sequence) : "migrate stream";
            throw new StreamException(subject + ": expected more than " + buffered + " bytes, got the end");
        }
    }

    /** All bytes that have been taken so far. */
    public long bytesReceived() {
        return bytesReceived;
    }

    private boolean begins(ByteBuffer arrived) {
        boolean isWhole = take(arrived, StreamVersion.BYTES);
        StreamVersion.verifyMagic(buffer, buffered);
        if (isWhole) {
            StreamVersion.verify(buffer);
            hasBegun = true;
            taken();
        }
        return isWhole;
    }

    private Optional<F> frame(ByteBuffer arrived) {
        FrameType known = type;
        if (known == null) {
            if (!take(arrived, FrameHeader.BYTES)) {
                return Optional.empty();
            }
            known = FrameHeader.type(buffer, direction, sequence);
            type = known;
        }
        if (!take(arrived, FrameHeader.frameBytes(buffer))) {
            return Optional.empty();
        }
        FrameHeader.verifyChecksum(known, buffer, buffered);
        // Fields are copied out of the buffer, which the next frame has.
        Bytes payload = Bytes.wrap(buffer, FrameHeader.BYTES, buffered - FrameHeader.BYTES);
        F frame = direction.cast(known.decode(payload));
        if (frame instanceof SourceFrame.SnapshotComplete complete) {
            verify(complete);
        }
        type = null;
        sequence++;
        taken();
        return Optional.of(frame);
    }

    private void verify(SourceFrame.SnapshotComplete complete) {
        Bytes is = digest.value();
        if (!complete.digest().equals(is)) {
            throw new StreamException("snapshot digest: expected " + is + ", got " + complete.digest());
        }
        isDigesting = false;
    }

    /** Takes up to {@code count} bytes of a frame in all; whether they are there. */
    private boolean take(ByteBuffer arrived, int count) {
        int taken = Math.min(count - buffered, arrived.remaining());
        if (taken > buffer.length - buffered) {
            int room = Math.max(buffered + taken, 2 * buffer.length);
            buffer = Arrays.copyOf(buffer, Math.min(room, FrameHeader.BYTES + StreamLimits.MAX_FRAME_BYTES));
        }
        arrived.get(buffer, buffered, taken);
        buffered += taken;
        bytesReceived += taken;
        return buffered == count;
    }

    private void taken() {
        if (isDigesting) {
            digest.update(buffer, 0, buffered);
        }
        buffered = 0;
    }
}
