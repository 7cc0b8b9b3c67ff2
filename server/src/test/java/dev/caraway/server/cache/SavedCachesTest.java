package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.SavedState;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirror that moves to another host answers there as it would have answered here. */
class SavedCachesTest {

    private static final int CHANNEL = 0;
    private static final int OTHER_CHANNEL = 1;

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void pixmapCacheGoesOn(long seed) {
        Random choices = new Random(seed);
        PixmapCache stays = new PixmapCache(1000);
        PixmapCache moves = new PixmapCache(1000);
        for (int serial = 1; serial < 3000; serial++) {
            long id = choices.nextInt(60);
            int channel = choices.nextBoolean() ? CHANNEL : OTHER_CHANNEL;
            if (stays.pin(id)) {
                assertThat(moves.pin(id)).isTrue();
                stays.release(id, channel, serial);
                moves.release(id, channel, serial);
            } else {
                assertThat(moves.pin(id)).isFalse();
                long pixels = 1 + (id * 37) % 400;
                boolean isLossy = id % 3 == 0;
                assertThat(moves.add(id, pixels, isLossy)).isEqualTo(stays.add(id, pixels, isLossy));
                stays.release(id, channel, serial);
                moves.release(id, channel, serial);
            }
            if (choices.nextInt(50) == 0) {
                moves = SavedState.moved(moves::save, PixmapCache::restore);
                assertThat(moves.usedPixels()).isEqualTo(stays.usedPixels());
            }
        }
        SavedState.assertRefusesWhatIsNone(moves::save, seed, PixmapCache::restore);
    }

    @Test
    void pixmapCacheThatHoldsMoreThanItCanIsRefused() {
        Bytes state = SpiceWriter.encode(out -> {
            out.i64(100);
            out.u32(2);
            for (int id = 0; id < 2; id++) {
                out.i64(id);
                out.u32(51);
                out.bool8(false);
                out.bool8(false);
                out.bool8(id == 1);
                out.u8(0);
            }
        });
        assertThatThrownBy(() -> PixmapCache.restore(new SpiceReader("state", state)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("expected at most 49, got 51");
    }

    @Test
    void cursorAndPaletteCachesGoOn() {
        CursorCache cursors = new CursorCache();
        PaletteCache palettes = new PaletteCache();
        CursorCache movedCursors = new CursorCache();
        PaletteCache movedPalettes = new PaletteCache();
        for (int step = 0; step < 5000; step++) {
            long id = 1L + random.nextInt(300);
            boolean hit = cursors.hit(id);
            assertThat(movedCursors.hit(id)).isEqualTo(hit);
            if (!hit) {
                assertThat(movedCursors.add(id)).isEqualTo(cursors.add(id));
            }
            hit = palettes.hit(id);
            assertThat(movedPalettes.hit(id)).isEqualTo(hit);
            if (!hit) {
                assertThat(movedPalettes.add(id)).isEqualTo(palettes.add(id));
            }
            if (step % 333 == 0) {
                movedCursors = SavedState.moved(movedCursors::save, CursorCache::restore);
                movedPalettes = SavedState.moved(movedPalettes::save, PaletteCache::restore);
            }
        }
        SavedState.assertRefusesWhatIsNone(cursors::save, 1, CursorCache::restore);
        SavedState.assertRefusesWhatIsNone(palettes::save, 2, PaletteCache::restore);
    }

    @Test
    void imageThatWasSeenIsRecognisedOnAnotherHost() {
        ContentIndex source = new ContentIndex(3, 4);
        for (int content = 0; content < 3000; content++) {
            source.recognise(image(content));
        }
        ContentIndex target = ContentIndex.withRandomKey();
        target.recognise(image(0));
        SavedState.move(source::save, target::restore);
        for (int content = 0; content < 6000; content++) {
            assertThat(target.recognise(image(content))).isEqualTo(source.recognise(image(content)));
        }
        SavedState.assertRefusesWhatIsNone(source::save, 1, in -> new ContentIndex(1, 1).restore(in));
    }

    private static Image image(int content) {
        byte[] pixels = new byte[8 * 8 * 4];
        new Random(content).nextBytes(pixels);
        BitmapData bitmap =
                new BitmapData(BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, 8, 8, 32, null, Bytes.wrap(pixels));
        return new Image(new ImageDescriptor(0, 0, 8, 8), bitmap);
    }
}
