package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.RopDescriptor;

/**
 * How a drawn pixel and the pixel under it become one: what a rop descriptor says.
 *
 * <p>Source and brush are the same thing here, since no supported operation has both.
 */
final class RasterOperation {

    /** The drawn pixel replaces the one under it. */
    static final RasterOperation PUT = new RasterOperation(RopDescriptor.OP_PUT);

    static final RasterOperation BLACKNESS = new RasterOperation(RopDescriptor.OP_BLACKNESS);
    static final RasterOperation WHITENESS = new RasterOperation(RopDescriptor.OP_WHITENESS);
    static final RasterOperation INVERS = new RasterOperation(RopDescriptor.OP_INVERS);

    private static final int OPERATIONS = RopDescriptor.OP_PUT
            | RopDescriptor.OP_OR
            | RopDescriptor.OP_AND
            | RopDescriptor.OP_XOR
            | RopDescriptor.OP_BLACKNESS
            | RopDescriptor.OP_WHITENESS
            | RopDescriptor.OP_INVERS;

    private final int operation;
    private final int drawnMask;
    private final int underMask;
    private final int resultMask;

    private RasterOperation(int ropDescriptor) {
        int inversDrawn = RopDescriptor.INVERS_SRC | RopDescriptor.INVERS_BRUSH;
        operation = ropDescriptor & OPERATIONS;
        drawnMask = (ropDescriptor & inversDrawn) != 0 ? -1 : 0;
        underMask = (ropDescriptor & RopDescriptor.INVERS_DEST) != 0 ? -1 : 0;
        resultMask = (ropDescriptor & RopDescriptor.INVERS_RES) != 0 ? -1 : 0;
    }

    /** Whether the descriptor names exactly one operation. */
    static boolean isOne(int ropDescriptor) {
        return Integer.bitCount(ropDescriptor & OPERATIONS) == 1;
    }

    static RasterOperation of(int ropDescriptor) {
        return ropDescriptor == RopDescriptor.OP_PUT ? PUT : new RasterOperation(ropDescriptor);
    }

    /** Whether the result is the drawn pixel as it is. */
    boolean isPut() {
        return operation == RopDescriptor.OP_PUT && (drawnMask | resultMask) == 0;
    }

    /** The pixel that results from {@code drawn} on {@code under}. */
    int apply(int drawn, int under) {
        int source = drawn ^ drawnMask;
        int destination = under ^ underMask;
        int result = switch (operation) {
            case RopDescriptor.OP_PUT -> source;
            case RopDescriptor.OP_OR -> source | destination;
            case RopDescriptor.OP_AND -> source & destination;
            case RopDescriptor.OP_XOR -> source ^ destination;
            case RopDescriptor.OP_BLACKNESS -> 0;
            case RopDescriptor.OP_WHITENESS -> -1;
            case RopDescriptor.OP_INVERS -> ~destination;
            default -> throw new AssertionError("rop " + operation + ": expected one operation");
        };
        return result ^ resultMask;
    }
}
