package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.render.AffineSource.Repeat;

/** A part of an image brought to the size of a box. */
final class Scaling {

    private Scaling() {}

    /** Whether the numbers suffice to bring {@code area} to the size of {@code box}; a client draws nothing else. */
    static boolean isPossible(Rect area, Rect box) {
        return area.right() <= AffineSource.MAX_SIDE_PIXELS
                && area.bottom() <= AffineSource.MAX_SIDE_PIXELS
                && transform(area, box).canSample(new Rect(0, 0, box.width(), box.height()));
    }

    /** As every operation but ROP3 scales: the part's corner comes to lie on the box's. */
    static RowSource of(SourceImage image, Rect area, Rect box, ScaleMode mode) {
        Affine transform = transform(area, box);
        return new AffineSource(image, transform, -box.left(), -box.top(), mode == ScaleMode.INTERPOLATE, Repeat.NONE);
    }

    /** As ROP3 scales: the whole image, moved by whole pixels of the box, so that the part may begin a little aside. */
    static RowSource ofRop3(SourceImage image, Rect area, Rect box, ScaleMode mode) {
        double ratioX = (double) area.width() / box.width();
        double ratioY = (double) area.height() / box.height();
        Affine transform = Affine.scale((int) (ratioX * AffineSource.ONE), (int) (ratioY * AffineSource.ONE), 0, 0);
        int dx = (int) Math.floor(area.left() / ratioX + 0.5) - box.left();
        int dy = (int) Math.floor(area.top() / ratioY + 0.5) - box.top();
        return new AffineSource(image, transform, dx, dy, mode == ScaleMode.INTERPOLATE, Repeat.NONE);
    }

    private static Affine transform(Rect area, Rect box) {
        return Affine.scale(
                (int) ((long) area.width() * AffineSource.ONE / box.width()),
                (int) ((long) area.height() * AffineSource.ONE / box.height()),
                area.left() * AffineSource.ONE,
                area.top() * AffineSource.ONE);
    }
}
