package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.surface.Surface;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurfaceCopyTest {

    private static final int SIDE = DisplayChannelTest.SIDE;
    private static final Rect WHOLE = Rect.ofSize(0, 0, SIDE, SIDE);

    private final DisplayChannel source = new DisplayHost(new VirtualLoop()).display();
    private final DisplayChannel target = new DisplayHost(new VirtualLoop()).display();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void targetHasTheSourcesSurfacesHoweverMuchIsDrawnMeanwhile(long seed) {
        Random random = new Random(seed);
        createPrimary();
        RandomGuest guest = new RandomGuest(random, source);
        SurfaceCopy copy = source.copySurfaces();
        for (int step = 0; step < 1000; step++) {
            guest.act();
            if (random.nextInt(4) == 0) {
                copy.take(1 + random.nextInt(500)).ifPresent(this::give);
            }
        }
        source.configureHeads(List.of(new Head(0, 0, 10, SIDE, 0, 0, 0)));
        giveAll(copy);
        SavedState.move(source::saveShared, target::restoreShared);

        assertThat(target.surfaces().all()).hasSameSizeAs(source.surfaces().all());
        for (Surface surface : source.surfaces().all()) {
            Surface moved = target.surfaces().get(surface.id());
            assertThat(moved.format()).isEqualTo(surface.format());
            assertThat(moved.copyOf(moved.bounds())).isEqualTo(surface.copyOf(surface.bounds()));
        }
        assertThat(target.heads()).isEqualTo(source.heads());
    }

    @Test
    void whatIsDrawnBelowTheRowsThatWereTakenIsTakenOnce() {
        createPrimary();
        SurfaceCopy copy = source.copySurfaces();
        assertThat(copy.bytesLeft()).isEqualTo(4L * SIDE * SIDE);
        copy.take(SIDE * 10);
        source.draw(DisplayChannelTest.fill(0, WHOLE, 0x123456, Clip.NONE));
        assertThat(copy.bytesLeft()).isEqualTo(4L * SIDE * SIDE);
        long pixels = 0;
        for (var piece = copy.take(1000); piece.isPresent(); piece = copy.take(1000)) {
            pixels += piece.get().area().area();
        }
        assertThat(pixels).isEqualTo(SIDE * SIDE);
    }

    @Test
    void pixelsThatNobodySawAreTakenToo() {
        createPrimary();
        SurfaceCopy copy = source.copySurfaces();
        giveAll(copy);
        source.onDrawnUnseen(List.of(Rect.ofSize(3, 4, 5, 6)));
        assertThat(copy.take(1000).map(SurfaceCopy.Piece::area)).contains(Rect.ofSize(3, 4, 5, 6));
        copy.close();
        source.onDrawnUnseen(List.of(Rect.ofSize(3, 4, 5, 6)));
        assertThat(copy.take(1000)).isEmpty();
    }

    @Test
    void surfaceThatHasNotComeWholeIsRefusedAndNothingChanges() {
        createPrimary();
        target.createSurface(7, 8, 8, SurfaceFormat.ARGB_32, null);
        source.copySurfaces().take(SIDE * (SIDE - 1)).ifPresent(this::give);
        Bytes shared = SpiceWriter.encode(source::saveShared);
        assertThatThrownBy(() -> target.restoreShared(new SpiceReader("state", shared)))
                .isInstanceOf(WireException.class);
        assertThat(target.surfaces().all()).extracting(Surface::id).containsExactly(7);
    }

    @Test
    void surfaceTakesNoMemoryBeforeItsPixelsCome() {
        for (int id = 0; id < 1000; id++) {
            Surface largest = new Surface(id, 16384, 1, SurfaceFormat.XRGB_32);
            Bytes piece = SpiceWriter.encode(
                    new SurfaceCopy.Piece(largest, largest.bounds(), largest.copyOf(largest.bounds())));
            byte[] tall = piece.toArray();
            tall[4] = 0;
            tall[5] = 0x40;
            target.restorePiece(new SpiceReader("piece", Bytes.wrap(tall)));
        }
    }

    @Test
    void whatIsNoPieceIsRefused() {
        createPrimary();
        SurfaceCopy.Piece piece = source.copySurfaces().take(SIDE * 4).orElseThrow();
        SavedState.assertRefusesWhatIsNone(
                piece, 1, in -> new DisplayHost(new VirtualLoop()).display().restorePiece(in));
        SavedState.assertRefusesWhatIsNone(source::saveShared, 2, in -> {
            DisplayChannel fresh = new DisplayHost(new VirtualLoop()).display();
            SurfaceCopy copy = source.copySurfaces();
            copy.take(SIDE * SIDE).ifPresent(whole -> SavedState.move(whole, fresh::restorePiece));
            copy.close();
            fresh.restoreShared(in);
        });
    }

    private void giveAll(SurfaceCopy copy) {
        for (var piece = copy.take(1000); piece.isPresent(); piece = copy.take(1000)) {
            give(piece.get());
        }
    }

    private void give(SurfaceCopy.Piece piece) {
        SavedState.move(piece, target::restorePiece);
    }

    private void createPrimary() {
        source.createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
    }
}
