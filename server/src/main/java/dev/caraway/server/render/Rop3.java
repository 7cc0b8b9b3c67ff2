package dev.caraway.server.render;

/**
 * How brush, source and destination become one, bit by bit: one of the 256 functions of three bits.
 *
 * <p>The bits of its number are its results: bit {@code 4 * brush + 2 * source + destination}. It is kept as the sum
 * modulo 2 of products, each taken or not; every such function is one such sum.
 */
final class Rop3 {

    private static final int DESTINATION = 1;
    private static final int SOURCE = 2;
    private static final int BRUSH = 4;

    private final int[] terms = new int[8];

    Rop3(int number) {
        int[] sums = new int[8];
        for (int i = 0; i < 8; i++) {
            sums[i] = number >> i & 1;
        }
        // The Möbius transform turns the table of results into the coefficients of the products.
        for (int variable = DESTINATION; variable <= BRUSH; variable <<= 1) {
            for (int i = 0; i < 8; i++) {
                if ((i & variable) != 0) {
                    sums[i] ^= sums[i ^ variable];
                }
            }
        }
        for (int i = 0; i < 8; i++) {
            terms[i] = -sums[i];
        }
    }

    /** Whether the function depends on brush, source and destination; those that do not are other operations. */
    static boolean hasAllOperands(int number) {
        Rop3 rop3 = new Rop3(number);
        return rop3.reads(DESTINATION) && rop3.reads(SOURCE) && rop3.reads(BRUSH);
    }

    private boolean reads(int variable) {
        int read = 0;
        for (int i = 0; i < 8; i++) {
            read |= (i & variable) != 0 ? terms[i] : 0;
        }
        return read != 0;
    }

    int apply(int brush, int source, int destination) {
        int both = source & destination;
        return terms[0]
                ^ (terms[DESTINATION] & destination)
                ^ (terms[SOURCE] & source)
                ^ (terms[SOURCE | DESTINATION] & both)
                ^ (brush
                        & (terms[BRUSH]
                                ^ (terms[BRUSH | DESTINATION] & destination)
                                ^ (terms[BRUSH | SOURCE] & source)
                                ^ (terms[BRUSH | SOURCE | DESTINATION] & both)));
    }
}
