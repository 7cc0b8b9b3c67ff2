package dev.caraway.server.demo;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The colours and letters of the desktop. */
final class Theme {

    static final Color SKY = new Color(0x2f7f86);
    static final Color GROUND = new Color(0x173a4e);
    static final Color HILL = new Color(0x1c4a5c);
    static final Color NEAR_HILL = new Color(0x153547);
    static final Color SUN = new Color(0xf0c27a);
    static final Color PANEL = new Color(0x10242f);
    static final Color PANEL_TEXT = new Color(0xe6eef0);
    static final Color BUTTON = new Color(0x2a4d5c);
    static final Color BUTTON_ON = new Color(0xc9803a);
    static final Color ACTIVE = new Color(0xc9803a);
    static final Color ACTIVE_TEXT = Color.WHITE;
    static final Color INACTIVE = new Color(0xb9c4c6);
    static final Color INACTIVE_TEXT = new Color(0x55656b);
    static final Color EDGE = new Color(0x43606a);
    static final Color PAPER = new Color(0xfcfaf5);
    static final Color INK = new Color(0x22303a);
    static final Color NIGHT = new Color(0x15212b);
    static final Color NIGHT_TEXT = new Color(0x9fd3c7);

    static final Font LABEL = new Font(Font.DIALOG, Font.PLAIN, 12);
    static final Font TITLE = new Font(Font.DIALOG, Font.BOLD, 12);
    static final Font TEXT = new Font(Font.MONOSPACED, Font.PLAIN, 14);
    static final Font SMALL_TEXT = new Font(Font.MONOSPACED, Font.PLAIN, 12);

    private Theme() {}

    /** A pen on {@code image} that draws smooth letters and shapes. */
    static Graphics2D pen(BufferedImage image) {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return pen;
    }

    static FontMetrics metrics(Font font) {
        Graphics2D pen = pen(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        try {
            return pen.getFontMetrics(font);
        } finally {
            pen.dispose();
        }
    }
}
