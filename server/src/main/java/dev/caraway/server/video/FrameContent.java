package dev.caraway.server.video;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawMessage;
import java.util.function.Predicate;

/** What the pixels of a possible frame say of it; asked only when everything else speaks for a video. */
public interface FrameContent {

    /** Whether colours flow into each other as in a photograph, and do not jump as in text. */
    boolean isGradual();

    /** Two frames with different fingerprints differ; with equal ones they are probably alike. */
    long fingerprint();

    /**
     * The content of a drawing, looked at when it is asked, and only if the drawing is a {@link Frame}.
     *
     * @param isGradual the measure of an image that decides
     */
    static FrameContent of(DrawMessage drawing, Predicate<Raster> isGradual) {
        return new FrameContent() {
            @Override
            public boolean isGradual() {
                return isGradual.test(Frame.pixels(drawing));
            }

            @Override
            public long fingerprint() {
                return FrameFingerprint.of(Frame.pixels(drawing));
            }
        };
    }
}
