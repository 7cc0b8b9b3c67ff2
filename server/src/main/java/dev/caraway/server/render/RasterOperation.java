package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.RopDescriptor;

/**
 * How a drawn pixel and the pixel under it become one, bit by bit: one of the sixteen functions of two bits.
 *
 * <p>It is kept as the sum modulo 2 of a constant, the drawn bit, the bit under it and their product, each taken or not;
 * every such function is one such sum.
 */
final class RasterOperation {

    /** The drawn pixel replaces the one under it. */
    static final RasterOperation PUT = new RasterOperation(0, -1, 0, 0);

    /** Zeros replace the pixel. */
    static final RasterOperation BLACKNESS = new RasterOperation(0, 0, 0, 0);

    /** Ones replace the pixel. */
    static final RasterOperation WHITENESS = new RasterOperation(-1, 0, 0, 0);

    /** The pixel's complement replaces it. */
    static final RasterOperation INVERS = new RasterOperation(-1, 0, -1, 0);

    private final int constant;
    private final int drawnTerm;
    private final int underTerm;
    private final int productTerm;

    private RasterOperation(int constant, int drawnTerm, int underTerm, int productTerm) {
        this.constant = constant;
        this.drawnTerm = drawnTerm;
        this.underTerm = underTerm;
        this.productTerm = productTerm;
    }

    /** What a descriptor means where an image is drawn. */
    static RasterOperation ofSource(int ropDescriptor) {
        return of(ropDescriptor, RopDescriptor.INVERS_SRC, RopDescriptor.INVERS_DEST);
    }

    /** What a descriptor means where a brush draws. */
    static RasterOperation ofBrush(int ropDescriptor) {
        return of(ropDescriptor, RopDescriptor.INVERS_BRUSH, RopDescriptor.INVERS_DEST);
    }

    /** What a descriptor means where a brush draws on an image that was put there for it. */
    static RasterOperation ofBrushOnSource(int ropDescriptor) {
        return of(ropDescriptor, RopDescriptor.INVERS_BRUSH, RopDescriptor.INVERS_SRC);
    }

    /** Of several operations the one with the lowest bit counts, and a descriptor without any means PUT. */
    private static RasterOperation of(int ropDescriptor, int inversDrawn, int inversUnder) {
        int drawn = (ropDescriptor & inversDrawn) != 0 ? -1 : 0;
        int under = (ropDescriptor & inversUnder) != 0 ? -1 : 0;
        int result = (ropDescriptor & RopDescriptor.INVERS_RES) != 0 ? -1 : 0;
        if ((ropDescriptor & RopDescriptor.OP_PUT) != 0) {
            return new RasterOperation(drawn ^ result, -1, 0, 0);
        }
        if ((ropDescriptor & RopDescriptor.OP_OR) != 0) {
            // a | b is a ^ b ^ ab.
            return new RasterOperation(drawn ^ under ^ (drawn & under) ^ result, ~under, ~drawn, -1);
        }
        if ((ropDescriptor & RopDescriptor.OP_AND) != 0) {
            return new RasterOperation((drawn & under) ^ result, under, drawn, -1);
        }
        if ((ropDescriptor & RopDescriptor.OP_XOR) != 0) {
            return new RasterOperation(drawn ^ under ^ result, -1, -1, 0);
        }
        if ((ropDescriptor & RopDescriptor.OP_BLACKNESS) != 0) {
            return BLACKNESS;
        }
        if ((ropDescriptor & RopDescriptor.OP_WHITENESS) != 0) {
            return WHITENESS;
        }
        return (ropDescriptor & RopDescriptor.OP_INVERS) != 0 ? INVERS : PUT;
    }

    /** Whether the result is the drawn pixel as it is. */
    boolean isPut() {
        return drawnTerm == -1 && !readsDestination() && constant == 0;
    }

    /** Whether the pixel under the drawn one matters. */
    boolean readsDestination() {
        return (underTerm | productTerm) != 0;
    }

    /** Whether drawing the same pixel twice may differ from drawing it once: some bit under it would be inverted. */
    boolean invertsDestination() {
        return (constant & underTerm) != 0 || ((constant ^ drawnTerm) & (underTerm ^ productTerm)) != 0;
    }

    /** The pixel that results from {@code drawn} on {@code under}. */
    int apply(int drawn, int under) {
        return constant ^ (drawnTerm & drawn) ^ (underTerm & under) ^ (productTerm & drawn & under);
    }
}
