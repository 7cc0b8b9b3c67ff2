package dev.caraway.codecs.pixel;

/**
 * A borrowed view of pixels: rows in a byte array that belongs to someone else.
 *
 * <p>All rows lie inside the array; that is checked once, here, so that codecs need not. The bytes between a row's end
 * and the next row's start belong to the view's owner and are neither read nor written. Row 0 is the picture's top row
 * in either line order. A raster has at least one pixel.
 */
public final class Raster {

    private final byte[] pixels;
    private final int offset;
    private final int strideBytes;
    private final int width;
    private final int height;
    private final PixelFormat format;
    private final LineOrder lineOrder;
    private final int rowBytes;

    /**
     * @param offset the first byte of the row that comes first in memory
     * @param strideBytes from the start of one row to the start of the next in memory; at least a row's bytes
     * @param width pixels, 1 or more
     * @param height rows, 1 or more
     * @throws IllegalArgumentException if a row would not lie inside {@code pixels}
     */
    public Raster(
            byte[] pixels,
            int offset,
            int strideBytes,
            int width,
            int height,
            PixelFormat format,
            LineOrder lineOrder) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("raster: expected 1x1 or more, got " + width + "x" + height);
        }
        long row = format.rowBytes(width);
        if (strideBytes < row) {
            throw new IllegalArgumentException("raster stride: expected " + row + " or more, got " + strideBytes);
        }
        long end = offset + (long) strideBytes * (height - 1) + row;
        if (offset < 0 || end > pixels.length) {
            throw new IllegalArgumentException(
                    "raster " + offset + ".." + end + ": expected inside 0.." + pixels.length);
        }
        this.pixels = pixels;
        this.offset = offset;
        this.strideBytes = strideBytes;
        this.width = width;
        this.height = height;
        this.format = format;
        this.lineOrder = lineOrder;
        this.rowBytes = (int) row;
    }

    /**
     * A top-down raster over a fresh array without gaps between its rows.
     *
     * @throws IllegalArgumentException if no array holds that many pixels
     */
    public static Raster allocate(PixelFormat format, int width, int height) {
        long row = format.rowBytes(width);
        if (width < 1 || height < 1 || row > Integer.MAX_VALUE || row * height > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "raster: expected 1x1 up to 2 GiB, got " + width + "x" + height + " " + format);
        }
        return new Raster(new byte[(int) row * height], 0, (int) row, width, height, format, LineOrder.TOP_DOWN);
    }

    /** The array that the rows lie in; whoever lent it may go on using it. */
    public byte[] pixels() {
        return pixels;
    }

    /** The first byte of the row that comes first in memory. */
    public int offset() {
        return offset;
    }

    public int strideBytes() {
        return strideBytes;
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    public PixelFormat format() {
        return format;
    }

    public LineOrder lineOrder() {
        return lineOrder;
    }

    /** The bytes of a row that hold pixels: the stride without the gap. */
    public int rowBytes() {
        return rowBytes;
    }

    /** Whether each row begins where the one before it in memory ends. */
    public boolean isContiguous() {
        return strideBytes == rowBytes || height == 1;
    }

    /** Where row {@code y} begins, 0 being the picture's top row. */
    public int rowOffset(int y) {
        return offset + strideBytes * memoryRow(y);
    }

    /** Where the pixel in column {@code x} of row {@code y} begins; with several pixels in a byte, that byte. */
    public int pixelOffset(int x, int y) {
        if (x < 0 || x >= width) {
            throw new IndexOutOfBoundsException("column " + x + " of " + width);
        }
        return rowOffset(y) + (int) (((long) x * format.bitsPerPixel()) >> 3);
    }

    /**
     * A view of a rectangle of these pixels.
     *
     * @throws IllegalArgumentException if the rectangle is empty, not inside, or begins inside a byte
     */
    public Raster part(int x, int y, int partWidth, int partHeight) {
        if (x < 0 || y < 0 || partWidth < 1 || partHeight < 1 || partWidth > width - x || partHeight > height - y) {
            throw new IllegalArgumentException("part " + partWidth + "x" + partHeight + " at " + x + "," + y
                    + ": expected inside " + width + "x" + height);
        }
        long firstBit = (long) x * format.bitsPerPixel();
        if ((firstBit & 7) != 0) {
            throw new IllegalArgumentException("part at column " + x + " of " + format + ": expected a whole byte");
        }
        int firstRow = lineOrder == LineOrder.TOP_DOWN ? y : y + partHeight - 1;
        int partOffset = rowOffset(firstRow) + (int) (firstBit >> 3);
        return new Raster(pixels, partOffset, strideBytes, partWidth, partHeight, format, lineOrder);
    }

    /** The size, format and order; never the pixels. */
    @Override
    public String toString() {
        return "Raster[" + width + "x" + height + " " + format + " " + lineOrder + ", stride " + strideBytes + "]";
    }

    private int memoryRow(int y) {
        if (y < 0 || y >= height) {
            throw new IndexOutOfBoundsException("row " + y + " of " + height);
        }
        return lineOrder == LineOrder.TOP_DOWN ? y : height - 1 - y;
    }
}
