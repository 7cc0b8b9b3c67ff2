package dev.caraway.protocol.display.draw;

/** How source, brush and destination are combined: one of the {@code OP_} constants and any of the others. */
public final class RopDescriptor {

    public static final int INVERS_SRC = 1;
    public static final int INVERS_BRUSH = 2;
    public static final int INVERS_DEST = 4;
    public static final int OP_PUT = 8;
    public static final int OP_OR = 16;
    public static final int OP_AND = 32;
    public static final int OP_XOR = 64;
    public static final int OP_BLACKNESS = 128;
    public static final int OP_WHITENESS = 256;
    public static final int OP_INVERS = 512;
    public static final int INVERS_RES = 1024;

    private RopDescriptor() {}
}
