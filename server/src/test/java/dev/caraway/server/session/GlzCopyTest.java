package dev.caraway.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.glz.GlzEncoder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.SavedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlzCopyTest {

    private static final int WINDOW_PIXELS = 4000;

    private final Session source = new Sessions().create();
    private final Session target = new Sessions().create();
    private final List<Bytes> pieces = new ArrayList<>();
    private final GlzDictionary dictionary = source.glzDictionary(WINDOW_PIXELS);
    private final GlzEncoder encoder = new GlzEncoder(dictionary);
    private final Random random = new Random(1);

    GlzCopyTest() {
        source.pixmapCache(1000);
        source.compressionLane(Runnable::run, Runnable::run);
    }

    @Test
    void copyCatchesUpWithImagesThatAreAddedMeanwhile() {
        GlzCopy copy = copy();
        for (int i = 0; i < 100; i++) {
            compress(encoder);
            copy.nextPiece(2000, this::keep);
        }
        while (!copy.isCaughtUp()) {
            copy.nextPiece(2000, this::keep);
        }
        assertThat(copy.bytesLeft()).isZero();
        copy.end(this::keep);
        assertThat(dictionary.isFrozen()).isTrue();
        GlzDictionary moved = restored();
        assertThat(moved.headImageId()).isEqualTo(dictionary.headImageId()).isPositive();
        assertThat(moved.nextImageId()).isEqualTo(dictionary.nextImageId());
        assertThat(moved.isFrozen()).isFalse();
    }

    @Test
    void lastPieceHoldsWhateverIsMissing() {
        for (int i = 0; i < 30; i++) {
            compress(encoder);
        }
        copy().end(this::keep);
        assertThat(restored().headImageId()).isEqualTo(dictionary.headImageId());
    }

    @Test
    void dictionaryThatTookAnothersPlaceIsCopiedFromItsBeginning() {
        compress(encoder);
        GlzCopy copy = copy();
        copy.nextPiece(2000, this::keep);
        source.forgetImages();
        source.pixmapCache(1000);
        GlzDictionary another = source.glzDictionary(WINDOW_PIXELS);
        compress(new GlzEncoder(another));
        copy.end(this::keep);
        GlzDictionary moved = restored();
        assertThat(moved.nextImageId()).isEqualTo(another.nextImageId());
        assertThat(moved.headImageId()).isEqualTo(another.headImageId());
    }

    @Test
    void dictionaryThatDidNotComeWholeCountsOn() {
        for (int i = 0; i < 30; i++) {
            compress(encoder);
        }
        copy().nextPiece(2000, this::keep);
        GlzDictionary moved = restored();
        assertThat(moved.nextImageId()).isEqualTo(dictionary.nextImageId());
        assertThat(moved.headImageId()).isEqualTo(dictionary.nextImageId());
    }

    @Test
    void clientThatStaysAfterAllGetsImagesAgain() {
        compress(encoder);
        GlzCopy copy = copy();
        copy.end(this::keep);
        copy.resume();
        compress(encoder);
        pieces.clear();
        copy.end(this::keep);
        assertThat(restored().headImageId()).isZero();
    }

    @Test
    void whatIsNoPieceIsRefused() {
        compress(encoder);
        copy().end(this::keep);
        Bytes whole = pieces.get(0);
        SavedState.assertRefusesWhatIsNone(
                source::saveState, 1, in -> new Sessions().create().restoreState(in));
        assertThatThrownBy(() -> target.restoreGlzPiece(Bytes.EMPTY)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> target.restoreGlzPiece(whole.slice(5, whole.length() - 5)))
                .isInstanceOf(WireException.class);
        for (int i = 0; i < 1000; i++) {
            byte[] mutated = whole.toArray();
            mutated[random.nextInt(40)] = (byte) random.nextInt();
            try {
                new Sessions().create().restoreGlzPiece(Bytes.wrap(mutated));
            } catch (WireException refused) {
                assertThat(refused).hasMessageContaining("expected");
            }
        }
    }

    private GlzCopy copy() {
        return source.copyGlzDictionary().orElseThrow();
    }

    private void keep(Bytes piece) {
        if (!piece.isEmpty()) {
            pieces.add(piece);
        }
    }

    private GlzDictionary restored() {
        pieces.forEach(target::restoreGlzPiece);
        SavedState.move(source::saveState, target::restoreState);
        return target.glzDictionary(1);
    }

    private void compress(GlzEncoder glz) {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, 20, 10 + random.nextInt(10));
        random.nextBytes(raster.pixels());
        byte[] out = new byte[GlzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        assertThat(glz.compress(raster, out, 0)).isPositive();
    }
}
