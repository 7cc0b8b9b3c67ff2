package dev.caraway.server.display;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;

/** Pixels of a surface as the drawing command that puts them there. */
final class Pictures {

    /** Ids of our own images; no client is asked to cache them, so they may all be the same. */
    private static final long UNCACHED_IMAGE_ID = 0;

    private Pictures() {}

    /** @param pixels the area's rows from top to bottom without gaps, four bytes a pixel */
    static DrawCopy of(int surfaceId, Rect area, SurfaceFormat surfaceFormat, Bytes pixels) {
        int width = area.width();
        int height = area.height();
        BitmapFormat format = surfaceFormat == SurfaceFormat.ARGB_32 ? BitmapFormat.RGBA : BitmapFormat.THIRTY_TWO_BIT;
        BitmapData bitmap = new BitmapData(format, BitmapData.TOP_DOWN, width, height, width * 4, null, pixels);
        ImageDescriptor descriptor = new ImageDescriptor(UNCACHED_IMAGE_ID, 0, width, height);
        return new DrawCopy(
                new DrawBase(surfaceId, area, Clip.NONE),
                new Image(descriptor, bitmap),
                Rect.ofSize(0, 0, width, height),
                RopDescriptor.OP_PUT,
                ScaleMode.NEAREST,
                Mask.NONE);
    }
}
