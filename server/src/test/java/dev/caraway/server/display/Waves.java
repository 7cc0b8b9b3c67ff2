package dev.caraway.server.display;

import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;

/** A film of waves that move. */
public final class Waves {

    /** A few hills and valleys, as smooth as a photograph. */
    private static final byte[] WAVE = new byte[256];

    static {
        for (int i = 0; i < WAVE.length; i++) {
            WAVE[i] = (byte) (128 + 90 * Math.sin(2 * Math.PI * i / 128));
        }
    }

    private int frames;

    /** The next frame of the film, in any place. */
    public DrawMessage next(Rect box, Clip clip) {
        frames++;
        byte[] pixels = new byte[4 * box.width() * box.height()];
        for (int y = 0; y < box.height(); y++) {
            for (int x = 0; x < box.width(); x++) {
                int at = 4 * (y * box.width() + x);
                pixels[at] = WAVE[(x + frames) & 0xff];
                pixels[at + 1] = WAVE[(y + 2 * frames) & 0xff];
                pixels[at + 2] = WAVE[(x + y) & 0xff];
            }
        }
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT,
                BitmapData.TOP_DOWN,
                box.width(),
                box.height(),
                4 * box.width(),
                null,
                Bytes.wrap(pixels));
        Image image = new Image(new ImageDescriptor(0, 0, box.width(), box.height()), bitmap);
        DrawCopy copy = DisplayChannelTest.copy(0, box, image, RopDescriptor.OP_PUT);
        return new DrawCopy(
                new DrawBase(0, box, clip),
                image,
                copy.sourceArea(),
                copy.ropDescriptor(),
                copy.scaleMode(),
                copy.mask());
    }
}
