package dev.caraway.codecs.glz;

import static dev.caraway.codecs.glz.GlzSnapshotPiece.U32;
import static dev.caraway.codecs.glz.GlzSnapshotPiece.U64;

import dev.caraway.codecs.lz.LzImageType;
import java.util.Objects;

/**
 * Copies a dictionary out for another process, most of it while encoding goes on.
 *
 * <p>{@link #write} hands out images from the head on, in as many calls as there are, and what was added meanwhile; then,
 * with the dictionary frozen, the last ones and {@link #writeEnd}. What one call writes is read by one call of
 * {@link GlzSnapshotReader#read}. The format is described at {@code GlzSnapshotPiece}. Takes its turns with the encoders,
 * one thread at a time.
 */
public final class GlzSnapshotWriter {

    /** The least room that {@link #write} needs. */
    public static final int WRITE_BYTES_MIN = 64;

    private final GlzDictionary dictionary;

    /** The image to be written next, or being written. */
    private long imageId;

    private boolean isImageBegun;
    private LzImageType type = LzImageType.RGB32;
    private int unitsWritten;

    public GlzSnapshotWriter(GlzDictionary dictionary) {
        this.dictionary = dictionary;
        this.imageId = dictionary.headImageId();
    }

    /** Whether all images have been written that the dictionary has. */
    public boolean isCaughtUp() {
        return imageId == dictionary.nextImageId();
    }

    /** About how many bytes are missing until it has caught up, if no image is added. */
    public long bytesLeft() {
        WindowImages images = dictionary.images();
        long bytes = 0;
        for (long id = Math.max(imageId, images.headId()); id < images.nextId(); id++) {
            bytes += GlzSnapshotPiece.IMAGE_BYTES;
            if (images.isLive(id)) {
                bytes += (long) images.pixels(id) * GlzSnapshotPiece.unitBytes(images.type(id));
            }
        }
        return bytes;
    }

    /**
     * Writes more of the images, at most {@code length} bytes.
     *
     * @param length {@link #WRITE_BYTES_MIN} or more
     * @return the number of bytes; 0 if it {@linkplain #isCaughtUp has caught up}
     */
    public int write(byte[] out, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, out.length);
        if (length < WRITE_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "glz snapshot: expected room for " + WRITE_BYTES_MIN + " bytes, got " + length);
        }
        WindowImages images = dictionary.images();
        if (imageId < images.headId()) {
            imageId = images.headId();
            isImageBegun = false;
        }
        int at = offset;
        int end = offset + length;
        while (imageId < images.nextId()) {
            if (!isImageBegun) {
                if (end - at < GlzSnapshotPiece.IMAGE_BYTES) {
                    break;
                }
                at = beginImage(images, out, at);
            } else {
                int before = at;
                at = writeUnits(images, out, at, end);
                if (at == before) {
                    break;
                }
            }
        }
        return at - offset;
    }

    private int beginImage(WindowImages images, byte[] out, int at) {
        boolean isLive = images.isLive(imageId);
        out[at] = GlzSnapshotPiece.IMAGE;
        U64.set(out, at + 1, imageId);
        out[at + 9] = (byte) (isLive ? images.type(imageId).code() : GlzSnapshotPiece.REMOVED);
        U32.set(out, at + 10, images.pixels(imageId));
        if (isLive) {
            type = images.type(imageId);
            isImageBegun = true;
            unitsWritten = 0;
        } else {
            imageId++;
        }
        return at + GlzSnapshotPiece.IMAGE_BYTES;
    }

    private int writeUnits(WindowImages images, byte[] out, int outStart, int end) {
        int pixels = images.pixels(imageId);
        int unitBytes = GlzSnapshotPiece.unitBytes(type);
        int count = Math.min(pixels - unitsWritten, (end - outStart - GlzSnapshotPiece.UNITS_HEAD_BYTES) / unitBytes);
        if (count < 1) {
            return outStart;
        }
        out[outStart] = GlzSnapshotPiece.UNITS;
        U32.set(out, outStart + 1, count);
        int at = outStart + GlzSnapshotPiece.UNITS_HEAD_BYTES;
        UnitRing ring = dictionary.ring();
        int position = images.start(imageId) + unitsWritten;
        for (int i = 0; i < count; i++) {
            int unit = ring.get(position + i);
            for (int part = 0; part < unitBytes; part++) {
                out[at++] = (byte) (unit >> (8 * part));
            }
        }
        unitsWritten += count;
        if (unitsWritten == pixels) {
            imageId++;
            isImageBegun = false;
        }
        return at;
    }

    /** The bytes that {@link #writeEnd} takes now. */
    public int endBytes() {
        return GlzSnapshotPiece.endBytes(dictionary.images().count());
    }

    /**
     * Writes what makes the copy complete: the head, the next id and which images were removed.
     *
     * @return the number of bytes, {@link #endBytes}
     * @throws IllegalStateException if the dictionary is not frozen or {@link #write} has not caught up
     */
    public int writeEnd(byte[] out, int offset) {
        if (!dictionary.isFrozen() || !isCaughtUp()) {
            throw new IllegalStateException(
                    "glz snapshot: expected the end of a frozen dictionary, got image " + imageId + " next");
        }
        WindowImages images = dictionary.images();
        Objects.checkFromIndexSize(offset, endBytes(), out.length);
        out[offset] = GlzSnapshotPiece.END;
        U32.set(out, offset + 1, dictionary.windowPixels());
        U64.set(out, offset + 5, images.headId());
        U64.set(out, offset + 13, images.nextId());
        int bits = offset + GlzSnapshotPiece.END_HEAD_BYTES;
        for (int first = 0; first < images.count(); first += 8) {
            int octet = 0;
            for (int bit = 0; bit < 8; bit++) {
                octet |= images.isLive(images.headId() + first + bit) ? 1 << bit : 0;
            }
            out[bits++] = (byte) octet;
        }
        return bits - offset;
    }
}
