package dev.caraway.protocol.image;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * The colours of an indexed image.
 *
 * @param unique what the palette cache knows it by, 64 unsigned bits
 * @param colors at most {@link Limits#PALETTE_COLORS}, each 0x00RRGGBB
 */
public record Palette(long unique, List<Integer> colors) implements PaletteSource, Encodable {

    private static final int COLOR_BYTES = 4;

    public Palette {
        FieldRange.atMost("palette colors", colors.size(), Limits.PALETTE_COLORS);
        colors = List.copyOf(colors);
    }

    public static Palette decode(SpiceReader in) {
        long unique = in.i64("unique");
        int count = in.u16("num_ents");
        if (count > Limits.PALETTE_COLORS) {
            throw in.violation("num_ents", "expected at most " + Limits.PALETTE_COLORS + ", got " + count);
        }
        List<Integer> colors = in.list("ents", count, COLOR_BYTES, entry -> entry.i32("ents"));
        return new Palette(unique, colors);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(unique);
        out.u16(colors.size());
        colors.forEach(out::i32);
    }
}
