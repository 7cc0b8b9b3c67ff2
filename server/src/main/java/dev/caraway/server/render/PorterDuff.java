package dev.caraway.server.render;

/** The operators that add a share of the source and a share of what is under it, in bytes. */
final class PorterDuff implements Combiner {

    /** A share, by the other pixel's alpha. */
    enum Factor {
        ZERO,
        ONE,
        ALPHA,
        INVERSE
    }

    private final Factor ofSource;
    private final Factor ofUnder;

    private PorterDuff(Factor ofSource, Factor ofUnder) {
        this.ofSource = ofSource;
        this.ofUnder = ofUnder;
    }

    static PorterDuff of(Factor ofSource, Factor ofUnder) {
        return new PorterDuff(ofSource, ofUnder);
    }

    @Override
    public int combine(int source, int mask, int under) {
        int seen = mask == -1 ? source : UnitBytes.products(source, mask);
        int alphas = mask == -1 ? UnitBytes.everywhere(source >>> 24) : UnitBytes.scaled(mask, source >>> 24);
        return UnitBytes.sums(share(ofSource, seen, UnitBytes.everywhere(under >>> 24)), share(ofUnder, under, alphas));
    }

    private static int share(Factor factor, int pixel, int alphas) {
        return switch (factor) {
            case ZERO -> 0;
            case ONE -> pixel;
            case ALPHA -> UnitBytes.products(pixel, alphas);
            case INVERSE -> UnitBytes.products(pixel, ~alphas);
        };
    }
}
