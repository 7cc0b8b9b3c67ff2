package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of what happened; a full window scrolls by a line. */
final class LogWindow extends Window {

    private static final int PAD_PIXELS = 6;
    private static final int MAX_LINES = 256;
    private static final int MAX_LINE_CHARS = 256;

    private final FontMetrics metrics = Theme.metrics(Theme.SMALL_TEXT);
    private final Deque<String> lines = new ArrayDeque<>();
    private int visibleRows = 1;

    LogWindow() {
        super("Log");
    }

    void append(String line) {
        lines.addLast(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
        if (lines.size() > visibleRows) {
            damageAll();
        } else {
            damage(Rect.ofSize(
                    0,
                    PAD_PIXELS + (lines.size() - 1) * metrics.getHeight(),
                    content().width(),
                    metrics.getHeight()));
        }
    }

    @Override
    void reset() {
        lines.clear();
        damageAll();
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.number(lines.size());
        for (String line : lines) {
            out.text(line);
        }
    }

    @Override
    void load(StateReader in) throws IOException {
        lines.clear();
        int count = in.number("log lines", 0, MAX_LINES);
        for (int i = 0; i < count; i++) {
            lines.addLast(in.text("log line", MAX_LINE_CHARS));
        }
    }

    @Override
    void onResize(int width, int height) {
        visibleRows = Math.max(1, (height - 2 * PAD_PIXELS) / metrics.getHeight());
    }

    @Override
    void paintContent(Graphics2D pen) {
        pen.setColor(Theme.NIGHT);
        pen.fillRect(0, 0, content().width(), content().height());
        pen.setColor(Theme.NIGHT_TEXT);
        pen.setFont(Theme.SMALL_TEXT);
        int row = Math.min(0, visibleRows - lines.size());
        for (String line : lines) {
            if (row >= 0) {
                pen.drawString(line, PAD_PIXELS, PAD_PIXELS + row * metrics.getHeight() + metrics.getAscent());
            }
            row++;
        }
    }
}
