package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.cache.ContentIndex.Sight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentIndexTest {

    private final ContentIndex index = new ContentIndex(3, 4);
    private final Random random = new Random(1);

    @Test
    void theSecondTimeAnImageIsCachedUnderItsContentsId() {
        byte[] pixels = pixels(20 * 10 * 4);
        assertThat(isCached(index.recognise(rgb(20, 10, pixels)))).isFalse();
        Image again = index.recognise(rgb(20, 10, pixels));
        assertThat(isCached(again)).isTrue();
        assertThat(ContentIndex.isContentId(again.descriptor().id())).isTrue();
        assertThat(index.recognise(rgb(20, 10, pixels))).isEqualTo(again);
    }

    @Test
    void aPictureIsCachedTheFirstTimeUnlessItIsSmall() {
        byte[] pixels = pixels(32 * 32 * 4);
        Image first = index.recognisePicture(rgb(32, 32, pixels));
        assertThat(isCached(first)).isTrue();
        assertThat(index.recognisePicture(rgb(32, 32, pixels))).isEqualTo(first);
        Image small = rgb(32, 31, pixels(32 * 31 * 4));
        assertThat(isCached(index.recognisePicture(small))).isFalse();
        assertThat(isCached(index.recognisePicture(small))).isTrue();
    }

    @Test
    void anotherImageWithTheSameIdIsNeverTakenForTheOneThatClientsHave() {
        long id = 1L << 63 | 1L << 31 | 5;
        assertThat(index.see(id, 1)).isEqualTo(Sight.FIRST);
        assertThat(index.see(id, 2)).isEqualTo(Sight.MISTAKEN);
        assertThat(index.see(id, 2)).isEqualTo(Sight.MISTAKEN);
        assertThat(index.see(id, 1)).isEqualTo(Sight.AGAIN);
    }

    @Test
    void masksAreNotRecognised() {
        byte[] bits = pixels(64 * 8);
        Image mask = image(0, 0, BitmapFormat.ONE_BIT_BE, BitmapData.TOP_DOWN, 64, 64, 8, bits);
        index.recognisePicture(mask);
        assertThat(index.recognisePicture(mask)).isSameAs(mask);
    }

    @Test
    void anIdThatOnlyAnIndexMayGiveIsNotTheGuests() {
        byte[] pixels = pixels(32 * 32 * 4);
        long foreign = index.recognisePicture(rgb(32, 32, pixels)).descriptor().id();
        DrawMessage drawing = drawingOf(cached(foreign, pixels(32 * 32 * 4)));
        Image image = ContentIndex.withoutForeignIds(drawing).images().get(0);
        assertThat(isCached(image)).isFalse();
        assertThat(index.recognisePicture(image).descriptor().id()).isNotEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 0xdbf2_58e0L, 0xdbf2_58e0L << 32, 0xdbf2_58e0L << 32 | 3})
    void anIdThatDriversGiveIsTheGuests(long id) {
        DrawMessage own = drawingOf(cached(id, pixels(32 * 32 * 4)));
        assertThat(ContentIndex.withoutForeignIds(own)).isSameAs(own);
    }

    private static DrawMessage drawingOf(Image image) {
        Rect whole = Rect.ofSize(0, 0, 32, 32);
        return new DrawCopy(
                new DrawBase(0, whole, Clip.NONE), image, whole, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static Image cached(long id, byte[] pixels) {
        return image(id, ImageDescriptor.CACHE_ME, BitmapFormat.THIRTY_TWO_BIT, 0, 32, 32, 128, pixels);
    }

    @Test
    void anIndexWithTheSameKeyGivesTheSameId() {
        byte[] pixels = pixels(20 * 10 * 4);
        assertThat(cachedId(new ContentIndex(3, 4), pixels)).isEqualTo(cachedId(index, pixels));
        assertThat(cachedId(new ContentIndex(3, 5), pixels)).isNotEqualTo(cachedId(index, pixels));
    }

    @Test
    void everyBitOfEveryPixelTells() {
        byte[] pixels = pixels(9 * 9 * 4);
        index.recognise(rgb(9, 9, pixels));
        for (int bit = 0; bit < pixels.length * 8; bit++) {
            byte[] other = pixels.clone();
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isCached(index.recognise(rgb(9, 9, other))))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void sizeFormatAndOrderTell() {
        byte[] pixels = new byte[16 * 8 * 4];
        index.recognise(rgb(16, 8, pixels));
        assertThat(isCached(index.recognise(rgb(8, 16, pixels)))).isFalse();
        assertThat(isCached(index.recognise(image(0, 0, BitmapFormat.RGBA, BitmapData.TOP_DOWN, 16, 8, 64, pixels))))
                .isFalse();
        assertThat(isCached(index.recognise(image(0, 0, BitmapFormat.THIRTY_TWO_BIT, 0, 16, 8, 64, pixels))))
                .isFalse();
        assertThat(isCached(index.recognise(image(
                        0,
                        ImageDescriptor.HIGH_BITS_SET,
                        BitmapFormat.THIRTY_TWO_BIT,
                        BitmapData.TOP_DOWN,
                        16,
                        8,
                        64,
                        pixels))))
                .isFalse();
    }

    @Test
    void whatLiesBetweenRowsDoesNotTell() {
        byte[] pixels = pixels(70 * 10);
        byte[] others = pixels.clone();
        for (int row = 0; row < 10; row++) {
            others[row * 70 + 66] ^= 1;
        }
        index.recognise(image(0, 0, BitmapFormat.TWENTY_FOUR_BIT, 0, 22, 10, 70, pixels));
        Image again = index.recognise(image(0, 0, BitmapFormat.TWENTY_FOUR_BIT, 0, 22, 10, 70, others));
        assertThat(isCached(again)).isTrue();
    }

    @Test
    void anImageWithAnIdOfItsOwnKeepsIt() {
        Image own = image(5, ImageDescriptor.CACHE_ME, BitmapFormat.THIRTY_TWO_BIT, 0, 16, 8, 64, pixels(16 * 8 * 4));
        index.recognise(own);
        assertThat(index.recognise(own)).isSameAs(own);
    }

    @Test
    void tinyImagesAndThoseWithAPaletteAreNotRecognised() {
        Image tiny = rgb(7, 9, pixels(7 * 9 * 4));
        index.recognise(tiny);
        assertThat(index.recognise(tiny)).isSameAs(tiny);
        BitmapData indexed = new BitmapData(
                BitmapFormat.EIGHT_BIT, 0, 16, 16, 16, new Palette(1, List.of(0, 1)), Bytes.wrap(new byte[256]));
        Image coloured = new Image(new ImageDescriptor(0, 0, 16, 16), indexed);
        index.recognise(coloured);
        assertThat(index.recognise(coloured)).isSameAs(coloured);
    }

    @Test
    void imagesThatCameLongAgoAreForgottenAndRecentOnesAreNot() {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 3 * ContentIndex.CAPACITY; i++) {
            images.add(rgb(8, 8, pixels(8 * 8 * 4)));
        }
        images.forEach(index::recognise);
        long recent = images.subList(images.size() - 1000, images.size()).stream()
                .filter(each -> isCached(index.recognise(each)))
                .count();
        assertThat(recent).isGreaterThan(990);
        long old = images.subList(0, 1000).stream()
                .filter(each -> isCached(index.recognise(each)))
                .count();
        assertThat(old).isLessThan(10);
    }

    @Test
    void idsOfManyImagesDiffer() {
        Set<Long> ids = new HashSet<>();
        byte[] pixels = new byte[8 * 8 * 4];
        for (int i = 0; i < 5000; i++) {
            pixels[i % 256]++;
            assertThat(ids.add(cachedId(index, pixels.clone()))).isTrue();
        }
    }

    private static long cachedId(ContentIndex index, byte[] pixels) {
        int height = pixels.length / 32;
        index.recognise(rgb(8, height, pixels));
        return index.recognise(rgb(8, height, pixels)).descriptor().id();
    }

    private byte[] pixels(int count) {
        byte[] pixels = new byte[count];
        random.nextBytes(pixels);
        return pixels;
    }

    private static boolean isCached(Image image) {
        return image.descriptor().has(ImageDescriptor.CACHE_ME);
    }

    private static Image rgb(int width, int height, byte[] pixels) {
        return image(0, 0, BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, width, height, width * 4, pixels);
    }

    private static Image image(
            long id,
            int flags,
            BitmapFormat format,
            int bitmapFlags,
            int width,
            int height,
            int stride,
            byte[] pixels) {
        BitmapData bitmap = new BitmapData(format, bitmapFlags, width, height, stride, null, Bytes.wrap(pixels));
        return new Image(new ImageDescriptor(id, flags, width, height), bitmap);
    }
}
