package dev.caraway.server.video;

import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;
import java.util.Arrays;

/** What guests draw, for tests. */
final class Drawings {

    private Drawings() {}

    /** Pixels that are all different from those of the seeds next to it. */
    static DrawCopy picture(Rect box, long seed) {
        return picture(0, box, Clip.NONE, seed);
    }

    static DrawCopy picture(int surfaceId, Rect box, Clip clip, long seed) {
        return picture(surfaceId, box, clip, box.width(), box.height(), seed);
    }

    static DrawCopy picture(int surfaceId, Rect box, Clip clip, int width, int height, long seed) {
        byte[] pixels = new byte[width * height * 4];
        Arrays.fill(pixels, (byte) (seed * 37 + 11));
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, width, height, width * 4, null, Bytes.wrap(pixels));
        return new DrawCopy(
                new DrawBase(surfaceId, box, clip),
                new Image(new ImageDescriptor(seed, 0, width, height), bitmap),
                new Rect(0, 0, width, height),
                RopDescriptor.OP_PUT,
                ScaleMode.NEAREST,
                Mask.NONE);
    }

    static DrawFill fill(Rect box) {
        return fill(box, RopDescriptor.OP_PUT);
    }

    static DrawFill fill(Rect box, int ropDescriptor) {
        return new DrawFill(new DrawBase(0, box, Clip.NONE), new SolidBrush(0xff), ropDescriptor, Mask.NONE);
    }

    /** What a drawing's pixels say, with the measure's answer given. */
    static FrameContent content(DrawMessage drawing, boolean isGradual) {
        return FrameContent.of(drawing, pixels -> isGradual);
    }

    /** Content that nobody may ask for. */
    static FrameContent unasked() {
        return new FrameContent() {
            @Override
            public boolean isGradual() {
                throw new AssertionError("expected not to be asked");
            }

            @Override
            public long fingerprint() {
                throw new AssertionError("expected not to be asked");
            }
        };
    }

    static FrameContent content(boolean isGradual, long fingerprint) {
        return new FrameContent() {
            @Override
            public boolean isGradual() {
                return isGradual;
            }

            @Override
            public long fingerprint() {
                return fingerprint;
            }
        };
    }
}
