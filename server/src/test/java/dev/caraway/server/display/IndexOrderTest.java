package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexOrderTest {

    @Test
    void leftmostIndexMovesToTheHighestBits() {
        BitmapData bits = IndexOrder.leftmostHighest(bitmap(BitmapFormat.ONE_BIT_LE, 16, 0x01, 0xd0));
        assertThat(bits.format()).isEqualTo(BitmapFormat.ONE_BIT_BE);
        assertThat(bits.data().toArray()).containsExactly(0x80, 0x0b);
        BitmapData nibbles = IndexOrder.leftmostHighest(bitmap(BitmapFormat.FOUR_BIT_LE, 4, 0x12, 0xf3));
        assertThat(nibbles.format()).isEqualTo(BitmapFormat.FOUR_BIT_BE);
        assertThat(nibbles.data().toArray()).containsExactly(0x21, 0x3f);
    }

    @Test
    void otherBitmapsStayAsTheyAre() {
        BitmapData bitmap = bitmap(BitmapFormat.EIGHT_BIT, 2, 1, 2);
        assertThat(IndexOrder.leftmostHighest(bitmap)).isSameAs(bitmap);
    }

    private static BitmapData bitmap(BitmapFormat format, int width, int first, int second) {
        Bytes data = Bytes.wrap(new byte[] {(byte) first, (byte) second});
        return new BitmapData(format, BitmapData.TOP_DOWN, width, 1, 2, new Palette(0, List.of(1, 2)), data);
    }
}
