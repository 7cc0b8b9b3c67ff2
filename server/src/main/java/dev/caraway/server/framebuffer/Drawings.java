package dev.caraway.server.framebuffer;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;

/** The commands that a frame buffer turns into, all on the primary surface. */
final class Drawings {

    private static final int PRIMARY = 0;

    /** The id of images that no client is asked to cache. */
    private static final long UNCACHED_IMAGE_ID = 0;

    private Drawings() {}

    /** Pixels move to {@code area} along {@code way}. */
    static CopyBits move(Rect area, Point way) {
        return new CopyBits(base(area), new Point(area.left() - way.x(), area.top() - way.y()));
    }

    static DrawFill fill(Rect area, int color) {
        return new DrawFill(base(area), new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE);
    }

    /** @param pixels the area's rows from top to bottom without gaps, four bytes a pixel */
    static Image image(Rect area, Bytes pixels) {
        int width = area.width();
        int height = area.height();
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT,
                BitmapData.TOP_DOWN,
                width,
                height,
                width * Frame.BYTES_PER_PIXEL,
                null,
                pixels);
        return new Image(new ImageDescriptor(UNCACHED_IMAGE_ID, 0, width, height), bitmap);
    }

    static DrawCopy picture(Rect area, Image image) {
        return new DrawCopy(
                base(area),
                image,
                Rect.ofSize(0, 0, area.width(), area.height()),
                RopDescriptor.OP_PUT,
                ScaleMode.NEAREST,
                Mask.NONE);
    }

    private static DrawBase base(Rect area) {
        return new DrawBase(PRIMARY, area, Clip.NONE);
    }
}
