package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.demo.Keyboard.Locks;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The bar along the bottom of the first head: two buttons, the keyboard's lights and the clock. */
final class Panel {

    static final int HEIGHT_PIXELS = 34;

    private static final int BUTTON_HEIGHT_PIXELS = 22;
    private static final int BUTTON_WIDTH_PIXELS = 72;
    private static final int GAP_PIXELS = 8;
    private static final int CLOCK_WIDTH_PIXELS = 70;
    private static final int LIGHT_WIDTH_PIXELS = 34;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Rect area = Rect.EMPTY;
    private String clock = "";
    private Locks locks = Locks.NONE;
    private boolean animated;

    void place(Rect newArea) {
        area = newArea;
    }

    Rect area() {
        return area;
    }

    Rect animationButton() {
        return button(0);
    }

    Rect resetButton() {
        return button(1);
    }

    /** Shows this time and returns what that changes. */
    Rect showTime(LocalTime time) {
        String now = CLOCK.format(time);
        boolean same = now.equals(clock);
        clock = now;
        return same ? Rect.EMPTY : clockArea();
    }

    /** Shows these lights and returns what that changes. */
    Rect showLocks(Locks now) {
        boolean same = now.equals(locks);
        locks = now;
        return same ? Rect.EMPTY : lightsArea();
    }

    /** Names the button after what it would do and returns what that changes. */
    Rect showAnimation(boolean on) {
        boolean same = on == animated;
        animated = on;
        return same ? Rect.EMPTY : animationButton();
    }

    void paint(Graphics2D pen) {
        pen.setColor(Theme.PANEL);
        pen.fillRect(area.left(), area.top(), area.width(), area.height());
        paintBox(pen, animationButton(), animated ? Theme.BUTTON_ON : Theme.BUTTON, animated ? "Stop" : "Animate");
        paintBox(pen, resetButton(), Theme.BUTTON, "Reset");
        Rect lights = lightsArea();
        paintLight(pen, lights.left(), locks.caps(), "caps");
        paintLight(pen, lights.left() + LIGHT_WIDTH_PIXELS, locks.num(), "num");
        Rect time = clockArea();
        pen.setFont(Theme.TITLE);
        pen.setColor(Theme.PANEL_TEXT);
        drawCentred(pen, time, clock);
    }

    private void paintLight(Graphics2D pen, int x, boolean on, String name) {
        pen.setFont(Theme.LABEL);
        pen.setColor(on ? Theme.SUN : Theme.BUTTON);
        drawCentred(pen, Rect.ofSize(x, area.top(), LIGHT_WIDTH_PIXELS, area.height()), name);
    }

    private static void paintBox(Graphics2D pen, Rect box, Color colour, String label) {
        pen.setColor(colour);
        pen.fillRect(box.left(), box.top(), box.width(), box.height());
        pen.setFont(Theme.LABEL);
        pen.setColor(Theme.PANEL_TEXT);
        drawCentred(pen, box, label);
    }

    private static void drawCentred(Graphics2D pen, Rect box, String text) {
        FontMetrics metrics = pen.getFontMetrics();
        pen.drawString(
                text,
                box.left() + (box.width() - metrics.stringWidth(text)) / 2,
                box.top() + (box.height() - metrics.getHeight()) / 2 + metrics.getAscent());
    }

    private Rect button(int index) {
        return Rect.ofSize(
                area.left() + GAP_PIXELS + index * (BUTTON_WIDTH_PIXELS + GAP_PIXELS),
                area.top() + (HEIGHT_PIXELS - BUTTON_HEIGHT_PIXELS) / 2,
                BUTTON_WIDTH_PIXELS,
                BUTTON_HEIGHT_PIXELS);
    }

    private Rect clockArea() {
        return new Rect(
                area.right() - CLOCK_WIDTH_PIXELS - GAP_PIXELS, area.top(), area.right() - GAP_PIXELS, area.bottom());
    }

    private Rect lightsArea() {
        int right = clockArea().left();
        return new Rect(right - 2 * LIGHT_WIDTH_PIXELS, area.top(), right, area.bottom());
    }
}
