package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.demo.Keyboard.Keystroke;
import dev.caraway.server.guest.CursorShape;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A text editor: lines longer than the window go on in the next row, and the rows scroll with the caret. */
final class EditorWindow extends Window {

    /** Typing stops here; the layout is computed again for every key. */
    static final int MAX_CHARS = 16_384;

    /** The caret blinks this often after the last key and then stands still, so that an idle desktop is quiet. */
    static final int BLINKS = 20;

    private static final int PAD_PIXELS = 6;
    private static final int TAB_COLUMNS = 4;
    private static final int CARET_WIDTH_PIXELS = 2;

    /** Characters {@code start} to {@code end} of the text, without the line break. */
    private record Row(int start, int end) {}

    private final FontMetrics metrics = Theme.metrics(Theme.TEXT);
    private final int charWidth = metrics.charWidth('m');
    private final int rowHeight = metrics.getHeight();
    private final StringBuilder text = new StringBuilder();
    private final List<Row> rows = new ArrayList<>();
    private int caret;
    private int wishedColumn;
    private int firstRow;
    private int columns = 1;
    private int visibleRows = 1;
    private int blinksLeft;
    private boolean caretHidden;

    // What the last layout showed, to damage only what differs.
    private List<String> shown = List.of();
    private Rect shownCaret = Rect.EMPTY;

    EditorWindow() {
        super("Editor");
    }

    /** What was typed; a tab key types spaces, lines end with a line feed. */
    String text() {
        return text.toString();
    }

    boolean isBlinking() {
        return isActive() && blinksLeft > 0;
    }

    void onBlink() {
        if (isBlinking()) {
            blinksLeft--;
            caretHidden = !caretHidden && blinksLeft > 0;
            damage(shownCaret);
        }
    }

    @Override
    void reset() {
        text.setLength(0);
        caret = 0;
        wishedColumn = 0;
        firstRow = 0;
        blinksLeft = 0;
        caretHidden = false;
        layOut();
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.text(text.toString());
        out.number(caret);
        out.number(wishedColumn);
        out.number(firstRow);
        out.number(blinksLeft);
        out.flag(caretHidden);
    }

    @Override
    void load(StateReader in) throws IOException {
        text.setLength(0);
        text.append(in.text("text", MAX_CHARS));
        caret = in.number("caret", 0, text.length());
        wishedColumn = in.number("column", 0, MAX_CHARS);
        firstRow = in.number("first row", 0, MAX_CHARS);
        blinksLeft = in.number("blinks", 0, BLINKS);
        caretHidden = in.flag("caret hidden");
        layOut();
    }

    @Override
    void activate(boolean on) {
        super.activate(on);
        caretHidden = false;
        blinksLeft = on ? BLINKS : 0;
        layOut();
    }

    @Override
    void onResize(int width, int height) {
        columns = Math.max(1, (width - 2 * PAD_PIXELS) / charWidth);
        visibleRows = Math.max(1, (height - 2 * PAD_PIXELS) / rowHeight);
        layOut();
    }

    @Override
    void onKey(Keystroke key) {
        boolean vertical = key.code() == Keyboard.UP || key.code() == Keyboard.DOWN;
        edit(key);
        showCaret();
        if (!vertical) {
            wishedColumn = caret - rows.get(caretRow()).start();
        }
    }

    @Override
    void onPress(int button, int x, int y) {
        if (button == Desktop.LEFT_BUTTON) {
            int row = Math.min(rows.size() - 1, firstRow + Math.max(0, y - PAD_PIXELS) / rowHeight);
            wishedColumn = Math.max(0, x - PAD_PIXELS + charWidth / 2) / charWidth;
            caret = at(row, wishedColumn);
            showCaret();
        }
    }

    @Override
    CursorShape cursor() {
        return CursorShapes.TEXT;
    }

    @Override
    void paintContent(Graphics2D pen) {
        pen.setColor(Theme.PAPER);
        pen.fillRect(0, 0, content().width(), content().height());
        pen.setColor(Theme.INK);
        pen.setFont(Theme.TEXT);
        for (int i = 0; i < shown.size(); i++) {
            pen.drawString(shown.get(i), PAD_PIXELS, PAD_PIXELS + i * rowHeight + metrics.getAscent());
        }
        if (isActive() && !caretHidden) {
            pen.setColor(Theme.ACTIVE);
            pen.fillRect(shownCaret.left(), shownCaret.top(), shownCaret.width(), shownCaret.height());
        }
    }

    private void edit(Keystroke key) {
        switch (key.code()) {
            case Keyboard.LEFT -> caret = Math.max(0, caret - 1);
            case Keyboard.RIGHT -> caret = Math.min(text.length(), caret + 1);
            case Keyboard.UP -> caret = at(caretRow() - 1, wishedColumn);
            case Keyboard.DOWN -> caret = at(caretRow() + 1, wishedColumn);
            case Keyboard.HOME -> caret = rows.get(caretRow()).start();
            case Keyboard.END -> caret = at(caretRow(), columns);
            case Keyboard.BACKSPACE -> {
                if (caret > 0) {
                    caret--;
                    text.deleteCharAt(caret);
                }
            }
            case Keyboard.DELETE -> {
                if (caret < text.length()) {
                    text.deleteCharAt(caret);
                }
            }
            case Keyboard.ENTER -> insert("\n");
            case Keyboard.TAB -> {
                int column = caret - (text.lastIndexOf("\n", caret - 1) + 1);
                insert(" ".repeat(TAB_COLUMNS - column % TAB_COLUMNS));
            }
            default -> {
                if (key.character() != 0) {
                    insert(String.valueOf(key.character()));
                }
            }
        }
    }

    private void insert(String typed) {
        if (text.length() + typed.length() <= MAX_CHARS) {
            text.insert(caret, typed);
            caret += typed.length();
        }
    }

    private void showCaret() {
        blinksLeft = BLINKS;
        caretHidden = false;
        layOut();
    }

    /** The place of a column in a row, or the nearest there is. */
    private int at(int row, int column) {
        if (row < 0) {
            return 0;
        }
        if (row >= rows.size()) {
            return text.length();
        }
        Row there = rows.get(row);
        // The end of a row that goes on below is the start of the next one.
        boolean goesOn = there.end() < text.length() && text.charAt(there.end()) != '\n';
        return Math.min(there.start() + column, goesOn ? there.end() - 1 : there.end());
    }

    private int caretRow() {
        int row = rows.size() - 1;
        while (row > 0 && rows.get(row).start() > caret) {
            row--;
        }
        return row;
    }

    /** Breaks the text into rows, scrolls to the caret and damages what looks different from before. */
    private void layOut() {
        rows.clear();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                rows.add(new Row(start, i));
                start = i + 1;
            } else if (i - start == columns) {
                rows.add(new Row(start, i));
                start = i;
            }
        }
        rows.add(new Row(start, text.length()));
        if (caret == text.length() && caret - start == columns) {
            rows.add(new Row(caret, caret));
        }

        int row = caretRow();
        firstRow = Math.max(0, Math.min(firstRow, rows.size() - visibleRows));
        firstRow = Math.max(Math.min(firstRow, row), row - visibleRows + 1);
        List<String> visible = new ArrayList<>();
        for (Row line : rows.subList(firstRow, Math.min(rows.size(), firstRow + visibleRows))) {
            visible.add(text.substring(line.start(), line.end()));
        }
        Rect newCaret = Rect.ofSize(
                PAD_PIXELS + (caret - rows.get(row).start()) * charWidth,
                PAD_PIXELS + (row - firstRow) * rowHeight,
                CARET_WIDTH_PIXELS,
                rowHeight);

        damageDifferences(shown, visible);
        damage(shownCaret);
        damage(newCaret);
        shown = visible;
        shownCaret = newCaret;
    }

    private void damageDifferences(List<String> before, List<String> after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String old = i < before.size() ? before.get(i) : "";
            String now = i < after.size() ? after.get(i) : "";
            if (!old.equals(now)) {
                int same = 0;
                while (same < Math.min(old.length(), now.length()) && old.charAt(same) == now.charAt(same)) {
                    same++;
                }
                // A letter may lean out of its cell by a pixel or two.
                damage(Rect.ofSize(
                        PAD_PIXELS + same * charWidth - 2,
                        PAD_PIXELS + i * rowHeight,
                        (Math.max(old.length(), now.length()) - same) * charWidth + 4,
                        rowHeight));
            }
        }
    }
}
