package dev.caraway.codecs.lz;

/**
 * What one unit of an LZ or GLZ stream is: a whole pixel, its alpha alone, or a byte of packed palette indices.
 *
 * <p>A reference counts its distance and its length in units. Its length on the wire is biased by the shortest length
 * that a reference of this plane can have.
 */
public enum LzPlane {
    /** Palette indices and A8. */
    BYTES(1, 1, 3, 3, 5),
    RGB16(2, 2, 2, 3, 4),
    RGB24(3, 3, 1, 2, 3),
    /** Blue, green and red of a 32-bit pixel. */
    RGB32(4, 3, 1, 2, 3),
    /** The fourth byte of a 32-bit pixel. */
    ALPHA(4, 1, 3, 3, 5);

    /** Bytes from one unit to the next in a raster. */
    final int memoryBytes;
    /** Bytes of a literal on the wire. */
    public final int wireBytes;
    /** The shortest reference that the wire can say. */
    public final int shortestReference;
    /** The shortest near reference that costs no byte more even where it splits a literal run in two. */
    final int shortestNear;
    /** The same for a far reference, which takes two bytes more. */
    final int shortestFar;

    LzPlane(int memoryBytes, int wireBytes, int shortestReference, int shortestNear, int shortestFar) {
        this.memoryBytes = memoryBytes;
        this.wireBytes = wireBytes;
        this.shortestReference = shortestReference;
        this.shortestNear = shortestNear;
        this.shortestFar = shortestFar;
    }
}
