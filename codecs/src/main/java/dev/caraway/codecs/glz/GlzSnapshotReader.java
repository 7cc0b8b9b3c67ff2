package dev.caraway.codecs.glz;

import static dev.caraway.codecs.glz.GlzSnapshotPiece.U32;
import static dev.caraway.codecs.glz.GlzSnapshotPiece.U64;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import java.util.Objects;

/**
 * Restores a dictionary from what a {@link GlzSnapshotWriter} wrote in another process.
 *
 * <p>Encoding goes on with the next id, and references to restored images decode at the client that has them. Any bytes
 * give either a dictionary or an {@link ImageFormatException}, after which the reader is of no more use; memory grows with
 * the units that have come and is bounded by the window. One thread at a time.
 */
public final class GlzSnapshotReader {

    private static final byte[] EMPTY = {};

    private final GlzDictionary dictionary;

    private byte[] input = EMPTY;
    private int at;
    private int end;

    // The image whose units are coming.
    private LzImageType type = LzImageType.RGB32;
    private long imageId;
    private int unitsMissing;

    private boolean isComplete;

    /** @param windowPixels the window of the client, which the other process must have had too */
    public GlzSnapshotReader(int windowPixels) {
        dictionary = new GlzDictionary(windowPixels);
        dictionary.freeze();
    }

    /**
     * Reads what one call of the writer wrote.
     *
     * @throws ImageFormatException if no writer writes this here
     */
    public void read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        input = bytes;
        at = offset;
        end = offset + length;
        while (at < end) {
            if (isComplete) {
                throw new ImageFormatException("glz snapshot: expected nothing after the end, got more");
            }
            int kind = take(1);
            switch (input[kind]) {
                case GlzSnapshotPiece.IMAGE -> readImage();
                case GlzSnapshotPiece.UNITS -> readUnits();
                case GlzSnapshotPiece.END -> readEnd();
                default -> throw new ImageFormatException("glz snapshot piece: expected 1 to 3, got " + input[kind]);
            }
        }
        input = EMPTY;
    }

    /** Whether the end has been read. */
    public boolean isComplete() {
        return isComplete;
    }

    /**
     * The restored dictionary, ready for encoders.
     *
     * @throws IllegalStateException if it is not complete
     */
    public GlzDictionary dictionary() {
        if (!isComplete) {
            throw new IllegalStateException("glz snapshot: expected a complete one, got a part");
        }
        return dictionary;
    }

    private void readImage() {
        int from = take(GlzSnapshotPiece.IMAGE_BYTES - 1);
        long id = (long) U64.get(input, from);
        int code = input[from + 8];
        int imagePixels = (int) U32.get(input, from + 9);
        WindowImages images = dictionary.images();
        if (id < images.nextId() || id > GlzDictionary.IMAGE_ID_MAX) {
            throw new ImageFormatException("glz snapshot image id: expected " + images.nextId() + " or later, got "
                    + Long.toUnsignedString(id));
        }
        boolean isRemoved = code == GlzSnapshotPiece.REMOVED;
        LzImageType imageType = isRemoved ? LzImageType.RGB32 : LzImageType.ofCode(code);
        if (imagePixels < 1 || !GlzHeader.isGlz(imageType) || imagePixels >= dictionary.windowPixels()) {
            throw new ImageFormatException("glz snapshot image: expected 1 to " + dictionary.windowPixels()
                    + " pixels of a GLZ type, got " + Integer.toUnsignedString(imagePixels) + " " + imageType);
        }
        if (unitsMissing > 0 || id != images.nextId()) {
            // What came before has left the window meanwhile.
            images.restart(id);
        }
        dictionary.advanceHead(imagePixels);
        imageId = images.add(imageType, imagePixels);
        type = imageType;
        unitsMissing = 0;
        if (isRemoved) {
            images.kill(id);
        } else {
            unitsMissing = imagePixels;
        }
    }

    private void readUnits() {
        int count = (int) U32.get(input, take(4));
        if (count < 1 || count > unitsMissing) {
            throw new ImageFormatException(
                    "glz snapshot units: expected 1 to " + unitsMissing + ", got " + Integer.toUnsignedString(count));
        }
        int unitBytes = GlzSnapshotPiece.unitBytes(type);
        if ((long) count * unitBytes > end - at) {
            throw new ImageFormatException(
                    "glz snapshot units: expected " + (long) count * unitBytes + " bytes, got " + (end - at));
        }
        int from = take(count * unitBytes);
        dictionary.restoreUnits(count, input, from, unitBytes);
        unitsMissing -= count;
        if (unitsMissing == 0) {
            dictionary.index(imageId);
        }
    }

    private void readEnd() {
        int from = take(GlzSnapshotPiece.END_HEAD_BYTES - 1);
        int windowPixels = (int) U32.get(input, from);
        long headId = (long) U64.get(input, from + 4);
        long nextId = (long) U64.get(input, from + 12);
        WindowImages images = dictionary.images();
        if (windowPixels != dictionary.windowPixels()) {
            throw new ImageFormatException("glz snapshot window: expected " + dictionary.windowPixels()
                    + " pixels, got " + Integer.toUnsignedString(windowPixels));
        }
        boolean isEmpty = headId == nextId;
        boolean isKnown = nextId == images.nextId() && headId >= images.headId() && headId < nextId;
        if (isEmpty && nextId >= images.nextId() && nextId <= GlzDictionary.IMAGE_ID_MAX) {
            images.restart(nextId);
        } else if (!isKnown || unitsMissing > 0) {
            throw new ImageFormatException("glz snapshot: expected images " + images.headId() + " to "
                    + images.nextId() + ", got " + Long.toUnsignedString(headId) + " to "
                    + Long.toUnsignedString(nextId));
        }
        while (images.headId() < headId) {
            images.dropHead();
        }
        int bits = take((images.count() + 7) / 8);
        for (int i = 0; i < images.count(); i++) {
            if ((input[bits + i / 8] >> (i % 8) & 1) == 0) {
                images.kill(headId + i);
            }
        }
        isComplete = true;
        dictionary.thaw();
    }

    /** Where the next {@code count} bytes are. */
    private int take(int count) {
        if (count > end - at) {
            throw new ImageFormatException("glz snapshot: expected " + count + " bytes, got " + (end - at));
        }
        int from = at;
        at += count;
        return from;
    }
}
