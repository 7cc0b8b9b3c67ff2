package dev.caraway.server.render;

import static dev.caraway.server.render.FloatFactor.DEST_OF_SRC;
import static dev.caraway.server.render.FloatFactor.INV_DEST_OF_SRC;
import static dev.caraway.server.render.FloatFactor.INV_SRC_OF_DEST;
import static dev.caraway.server.render.FloatFactor.LESS_DEST_OF_SRC;
import static dev.caraway.server.render.FloatFactor.LESS_INV_DEST_OF_SRC;
import static dev.caraway.server.render.FloatFactor.LESS_INV_SRC_OF_DEST;
import static dev.caraway.server.render.FloatFactor.LESS_SRC_OF_DEST;
import static dev.caraway.server.render.FloatFactor.SRC_OF_DEST;

import dev.caraway.server.render.PorterDuff.Factor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of the Render extension by their numbers, each with the arithmetic that pixman does it with. */
enum CompositeOperator {
    CLEAR(0x00, PorterDuff.of(Factor.ZERO, Factor.ZERO)),
    SRC(0x01, PorterDuff.of(Factor.ONE, Factor.ZERO)),
    DST(0x02, PorterDuff.of(Factor.ZERO, Factor.ONE)),
    OVER(0x03, PorterDuff.of(Factor.ONE, Factor.INVERSE)),
    OVER_REVERSE(0x04, PorterDuff.of(Factor.INVERSE, Factor.ONE)),
    IN(0x05, PorterDuff.of(Factor.ALPHA, Factor.ZERO)),
    IN_REVERSE(0x06, PorterDuff.of(Factor.ZERO, Factor.ALPHA)),
    OUT(0x07, PorterDuff.of(Factor.INVERSE, Factor.ZERO)),
    OUT_REVERSE(0x08, PorterDuff.of(Factor.ZERO, Factor.INVERSE)),
    ATOP(0x09, PorterDuff.of(Factor.ALPHA, Factor.INVERSE)),
    ATOP_REVERSE(0x0a, PorterDuff.of(Factor.INVERSE, Factor.ALPHA)),
    XOR(0x0b, PorterDuff.of(Factor.INVERSE, Factor.INVERSE)),
    ADD(0x0c, PorterDuff.of(Factor.ONE, Factor.ONE)),
    SATURATE(0x0d, FloatCombiner.of(INV_DEST_OF_SRC, FloatFactor.ONE)),
    DISJOINT_CLEAR(0x10, CLEAR.blend),
    DISJOINT_SRC(0x11, SRC.blend),
    DISJOINT_DST(0x12, DST.blend),
    DISJOINT_OVER(0x13, FloatCombiner.of(FloatFactor.ONE, INV_SRC_OF_DEST)),
    DISJOINT_OVER_REVERSE(0x14, FloatCombiner.of(INV_DEST_OF_SRC, FloatFactor.ONE)),
    DISJOINT_IN(0x15, FloatCombiner.of(LESS_INV_DEST_OF_SRC, FloatFactor.ZERO)),
    DISJOINT_IN_REVERSE(0x16, FloatCombiner.of(FloatFactor.ZERO, LESS_INV_SRC_OF_DEST)),
    DISJOINT_OUT(0x17, FloatCombiner.of(INV_DEST_OF_SRC, FloatFactor.ZERO)),
    DISJOINT_OUT_REVERSE(0x18, FloatCombiner.of(FloatFactor.ZERO, INV_SRC_OF_DEST)),
    DISJOINT_ATOP(0x19, FloatCombiner.of(LESS_INV_DEST_OF_SRC, INV_SRC_OF_DEST)),
    DISJOINT_ATOP_REVERSE(0x1a, FloatCombiner.of(INV_DEST_OF_SRC, LESS_INV_SRC_OF_DEST)),
    DISJOINT_XOR(0x1b, FloatCombiner.of(INV_DEST_OF_SRC, INV_SRC_OF_DEST)),
    CONJOINT_CLEAR(0x20, CLEAR.blend),
    CONJOINT_SRC(0x21, SRC.blend),
    CONJOINT_DST(0x22, DST.blend),
    CONJOINT_OVER(0x23, FloatCombiner.of(FloatFactor.ONE, LESS_SRC_OF_DEST)),
    CONJOINT_OVER_REVERSE(0x24, FloatCombiner.of(LESS_DEST_OF_SRC, FloatFactor.ONE)),
    CONJOINT_IN(0x25, FloatCombiner.of(DEST_OF_SRC, FloatFactor.ZERO)),
    CONJOINT_IN_REVERSE(0x26, FloatCombiner.of(FloatFactor.ZERO, SRC_OF_DEST)),
    CONJOINT_OUT(0x27, FloatCombiner.of(LESS_DEST_OF_SRC, FloatFactor.ZERO)),
    CONJOINT_OUT_REVERSE(0x28, FloatCombiner.of(FloatFactor.ZERO, LESS_SRC_OF_DEST)),
    CONJOINT_ATOP(0x29, FloatCombiner.of(DEST_OF_SRC, LESS_SRC_OF_DEST)),
    CONJOINT_ATOP_REVERSE(0x2a, FloatCombiner.of(LESS_DEST_OF_SRC, SRC_OF_DEST)),
    CONJOINT_XOR(0x2b, FloatCombiner.of(LESS_DEST_OF_SRC, LESS_SRC_OF_DEST)),
    MULTIPLY(0x30, (Combiner) ByteBlend::multiply),
    SCREEN(0x31, ByteBlend.of(ByteBlend::screen)),
    OVERLAY(0x32, ByteBlend.of(ByteBlend::overlay)),
    DARKEN(0x33, ByteBlend.of(ByteBlend::darken)),
    LIGHTEN(0x34, ByteBlend.of(ByteBlend::lighten)),
    COLOR_DODGE(0x35, FloatCombiner.ofBlend(FloatBlend::colorDodge)),
    COLOR_BURN(0x36, FloatCombiner.ofBlend(FloatBlend::colorBurn)),
    HARD_LIGHT(0x37, ByteBlend.of(ByteBlend::hardLight)),
    SOFT_LIGHT(0x38, FloatCombiner.ofBlend(FloatBlend::softLight)),
    DIFFERENCE(0x39, ByteBlend.of(ByteBlend::difference)),
    EXCLUSION(0x3a, ByteBlend.of(ByteBlend::exclusion)),
    HSL_HUE(0x3b, HslBlend.HUE),
    HSL_SATURATION(0x3c, HslBlend.SATURATION),
    HSL_COLOR(0x3d, HslBlend.COLOR),
    HSL_LUMINOSITY(0x3e, HslBlend.LUMINOSITY);

    private static final Map<Integer, CompositeOperator> BY_NUMBER = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(operator -> operator.number, Function.identity()));

    private final int number;
    // Every blend is a function without state, which the compiler cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Blend blend;

    CompositeOperator(int number, Blend blend) {
        this.number = number;
        this.blend = blend;
    }

    static Optional<CompositeOperator> ofNumber(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    int number() {
        return number;
    }

    Blend blend() {
        return blend;
    }

    /**
     * The blend for pixels of which it is known that they are opaque: SATURATE is then another operator, with
     * another rounding. A mask with component alpha makes no sense to the HSL operators, which then do nothing.
     */
    Blend blend(boolean isSourceOpaque, boolean isTargetOpaque, boolean hasComponentAlpha) {
        if (this == SATURATE && isTargetOpaque) {
            return DST.blend;
        }
        if (this == SATURATE && isSourceOpaque) {
            return OVER_REVERSE.blend;
        }
        return hasComponentAlpha && compareTo(HSL_HUE) >= 0 ? DST.blend : blend;
    }
}
