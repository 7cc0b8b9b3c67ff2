package dev.caraway.server.session;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.glz.GlzSnapshotReader;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A GLZ dictionary of another host as the pieces of its {@link GlzCopy} arrive, perhaps before its client does. It takes no
 * more memory than the client's window says, however many pieces come. On the loop only.
 */
public final class GlzArrival {

    private static final long IMAGE_ID_MAX = 1L << 62;

    private @Nullable GlzSnapshotReader reader;
    private int windowPixels;

    /**
     * Reads another piece.
     *
     * @throws WireException if no copy gives this
     */
    public void take(Bytes piece) {
        SpiceReader in = new SpiceReader("glz", piece);
        int kind = in.u8("piece.kind");
        if (kind == GlzCopy.FIRST) {
            windowPixels = window(in);
            reader = new GlzSnapshotReader(windowPixels);
        } else if (kind != GlzCopy.NEXT || reader == null) {
            throw in.violation("piece.kind", "expected a first one, or a next one behind it, got " + kind);
        }
        try {
            int from = piece.length() - in.remaining();
            reader.read(piece.array(), piece.offset() + from, in.remaining());
        } catch (ImageFormatException e) {
            throw new WireException(String.valueOf(e.getMessage()));
        }
    }

    /** The whole dictionary; or, if it has not come, an empty one with the same window and the next id. */
    GlzDictionary finish(SpiceReader in) {
        int window = window(in);
        long nextImageId = in.i64("glz.next_image_id");
        if (nextImageId < 0 || nextImageId > IMAGE_ID_MAX) {
            throw in.violation("glz.next_image_id", "expected 0 to 2^62, got " + nextImageId);
        }
        GlzSnapshotReader whole = reader;
        reader = null;
        if (whole != null && whole.isComplete() && windowPixels == window) {
            GlzDictionary dictionary = whole.dictionary();
            if (dictionary.nextImageId() == nextImageId) {
                return dictionary;
            }
        }
        return new GlzDictionary(window, nextImageId);
    }

    private static int window(SpiceReader in) {
        int pixels = in.u32AtMost("glz.window", GlzDictionary.WINDOW_PIXELS_MAX);
        if (pixels < 1) {
            throw in.violation("glz.window", "expected 1 or more, got 0");
        }
        return pixels;
    }
}
