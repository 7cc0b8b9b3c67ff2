package dev.caraway.migration.stream;

import dev.caraway.migration.stream.SourceFrame.BlobDigest;

/**
 * What may be said when. Each host has one and shows it every frame, both what it says and what it hears, in the order in
 * which it does so. Not thread-safe.
 *
 * <p>Words of both directions cross. So what a host has heard may permit it to say something, but nothing that it has
 * heard forbids the other host a word that was on its way.
 */
public final class StreamOrder {

    private final SourceOrder source = new SourceOrder();
    private final TargetOrder target = new TargetOrder(source);

    /**
     * The source says this.
     *
     * @throws StreamException if it may not
     */
    public void admit(SourceFrame frame) {
        source.admit(frame);
        if (frame instanceof BlobDigest blob
                && blob.channel().equals(MovingSession.MAIN)
                && !target.hasRestored(blob.connectionId())) {
            throw new StreamException("BLOB_DIGEST: expected main last, got it while others are not restored");
        }
    }

    /**
     * The target says this.
     *
     * @throws StreamException if it may not
     */
    public void admit(TargetFrame frame) {
        target.admit(frame);
    }
}
