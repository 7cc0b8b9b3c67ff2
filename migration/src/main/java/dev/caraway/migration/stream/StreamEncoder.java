package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes bytes of what one host says, in the order in which it says it. Not thread-safe; one for each direction of a
 * stream.
 *
 * @param <F> {@link SourceFrame} or {@link TargetFrame}
 */
public final class StreamEncoder<F extends StreamFrame> {

    private final RunningDigest digest = new RunningDigest();
    private boolean isDigesting;
    private boolean hasBegun;
    private int sequence;
    private long bytesSent;

    private StreamEncoder(boolean isDigesting) {
        this.isDigesting = isDigesting;
        digested(StreamVersion.OURS.encode());
    }

    public static StreamEncoder<SourceFrame> ofSource() {
        return new StreamEncoder<>(true);
    }

    public static StreamEncoder<TargetFrame> ofTarget() {
        return new StreamEncoder<>(false);
    }

    /**
     * The bytes of the next frame; before the first one those with which a stream begins.
     *
     * @throws IllegalArgumentException if it completes the snapshot with another digest than {@link #digest}
     */
    public Bytes encode(F frame) {
        boolean isEndOfSnapshot = frame instanceof SourceFrame.SnapshotComplete;
        if (frame instanceof SourceFrame.SnapshotComplete complete
                && !complete.digest().equals(digest())) {
            throw new IllegalArgumentException("snapshot: expected " + digest() + ", got " + complete.digest());
        }
        List<Bytes> parts = new ArrayList<>();
        if (!hasBegun) {
            hasBegun = true;
            parts.add(Bytes.wrap(StreamVersion.OURS.encode()));
        }
        byte[] bytes = FrameHeader.frame(FrameType.of(frame), sequence, SpiceWriter.encode(frame));
        sequence++;
        isDigesting &= !isEndOfSnapshot;
        digested(bytes);
        parts.add(Bytes.wrap(bytes));
        Bytes joined = SpiceWriter.join(parts);
        bytesSent += joined.length();
        return joined;
    }

    /**
     * What {@link SourceFrame.SnapshotComplete} must say if it is the next frame, and, once it was said, what it has
     * said: the name of the snapshot.
     */
    public Bytes digest() {
        return digest.value();
    }

    /** All bytes so far. */
    public long bytesSent() {
        return bytesSent;
    }

    private void digested(byte[] bytes) {
        if (isDigesting) {
            digest.update(bytes, 0, bytes.length);
        }
    }
}
