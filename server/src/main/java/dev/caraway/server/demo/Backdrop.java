package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.Head;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;

/** The ground below the windows: on every head a sun going down behind two hills. */
final class Backdrop {

    // Drawn once: the edges of smooth shapes depend a little on the clip, and what was not damaged must not change.
    private final BufferedImage image;

    Backdrop(HeadRow row) {
        image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = Theme.pen(image);
        pen.setColor(Theme.GROUND);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (Head head : row.heads()) {
            pen.setClip(head.x(), head.y(), head.width(), head.height());
            drawHead(pen, Rect.ofSize(head.x(), head.y(), head.width(), head.height()));
        }
        pen.dispose();
    }

    void paint(Graphics2D pen) {
        pen.drawImage(image, 0, 0, null);
    }

    private static void drawHead(Graphics2D pen, Rect head) {
        pen.setPaint(new GradientPaint(0, head.top(), Theme.SKY, 0, head.bottom(), Theme.GROUND));
        pen.fillRect(head.left(), head.top(), head.width(), head.height());
        disc(pen, Theme.SUN, head, 0.76, 0.60, 0.085);
        disc(pen, Theme.HILL, head, 0.72, 1.55, 0.85);
        disc(pen, Theme.NEAR_HILL, head, 0.12, 1.75, 1.0);
    }

    /** A disc by its centre, in parts of the head's sides, and its radius in parts of the height. */
    private static void disc(Graphics2D pen, Color colour, Rect head, double x, double y, double radius) {
        double reach = radius * head.height();
        pen.setColor(colour);
        pen.fill(new Ellipse2D.Double(
                head.left() + x * head.width() - reach, head.top() + y * head.height() - reach, 2 * reach, 2 * reach));
    }
}
