package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;

/** The ways in which drawn pixels reach a 32-bit target that look at nothing but bits. */
final class Painters {

    private Painters() {}

    /** One colour over or into what is there. */
    static RowPainter fill(Raster target, int color, RasterOperation operation) {
        byte[] bytes = target.pixels();
        if (!operation.readsDestination()) {
            int result = operation.apply(color, 0);
            return (y, left, right) -> {
                int at = target.pixelOffset(left, y);
                for (int end = at + (right - left) * Words.BYTES; at < end; at += Words.BYTES) {
                    Words.set(bytes, at, result);
                }
            };
        }
        return (y, left, right) -> {
            int at = target.pixelOffset(left, y);
            for (int end = at + (right - left) * Words.BYTES; at < end; at += Words.BYTES) {
                Words.set(bytes, at, operation.apply(color, Words.get(bytes, at)));
            }
        };
    }

    /** What a source has, over or into what is there. */
    static RowPainter draw(Raster target, RowSource source, RasterOperation operation, int maxCount) {
        int[] drawn = new int[maxCount];
        byte[] bytes = target.pixels();
        return (y, left, right) -> {
            source.read(y, left, right, drawn);
            int at = target.pixelOffset(left, y);
            for (int i = 0; i < right - left; i++) {
                Words.set(bytes, at, operation.apply(drawn[i], Words.get(bytes, at)));
                at += Words.BYTES;
            }
        };
    }

    /** The bytes of an image over what is there. */
    static RowPainter copy(Raster target, Raster source, int dx, int dy) {
        return (y, left, right) -> System.arraycopy(
                source.pixels(),
                source.pixelOffset(left + dx, y + dy),
                target.pixels(),
                target.pixelOffset(left, y),
                (right - left) * Words.BYTES);
    }

    /** What a source has, except where it has one colour. */
    static RowPainter drawExcept(Raster target, RowSource source, int color, int maxCount) {
        int[] drawn = new int[maxCount];
        byte[] bytes = target.pixels();
        return (y, left, right) -> {
            source.read(y, left, right, drawn);
            int at = target.pixelOffset(left, y);
            for (int i = 0; i < right - left; i++) {
                if (((drawn[i] ^ color) & ~Words.ALPHA) != 0) {
                    Words.set(bytes, at, drawn[i]);
                }
                at += Words.BYTES;
            }
        };
    }

    /** Source, brush and what is there, by any function of three bits. */
    static RowPainter rop3(Raster target, RowSource source, RowSource brush, Rop3 rop3, int maxCount) {
        int[] sources = new int[maxCount];
        int[] brushes = new int[maxCount];
        byte[] bytes = target.pixels();
        return (y, left, right) -> {
            source.read(y, left, right, sources);
            brush.read(y, left, right, brushes);
            int at = target.pixelOffset(left, y);
            for (int i = 0; i < right - left; i++) {
                Words.set(bytes, at, rop3.apply(brushes[i], sources[i], Words.get(bytes, at)));
                at += Words.BYTES;
            }
        };
    }
}
