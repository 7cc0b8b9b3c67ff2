package dev.caraway.server.inputs;

import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.guest.GuestInputs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Keys and pointer moves that management makes up, as if it were one more client. What it presses stays down until it
 * lets go, the machine is reset or the server ends. On the loop only.
 */
public final class InjectedInputs {

    /** What may wait for its time, as in QEMU: typing faster than the keys are held loses keys. */
    static final int MAX_WAITING = 1024;

    /** How long each key of {@link #type} is held unless told otherwise, as in QEMU. */
    static final int DEFAULT_HOLD_MILLIS = 10;

    /** A key that is held longer is held so long on another host. */
    private static final long MAX_HOLD_MILLIS = 60_000;

    /** A key event, and how long nothing follows it. */
    private record Step(int scancode, boolean down, long pauseMillis) {}

    private final Loop loop;
    private final GuestInputs guest;
    private final List<Supplier<List<Head>>> displays;
    private final PressedKeys pressed;
    private final Deque<Step> waiting = new ArrayDeque<>();
    private boolean isPausing;
    private boolean isEnded;

    private int dx;
    private int dy;
    private boolean hasMoved;
    /** Where the pointer is put: on a display, and there perhaps within one of its heads. */
    private int display;

    private OptionalInt head = OptionalInt.empty();
    private int placeX;
    private int placeY;
    private boolean isPlaced;

    InjectedInputs(Loop loop, GuestInputs guest, List<Supplier<List<Head>>> displays) {
        this.loop = loop;
        this.guest = guest;
        this.displays = displays;
        this.pressed = new PressedKeys(guest, scancode -> {});
    }

    /** A key goes down or up, after those that are still being typed. */
    public void key(int scancode, boolean down) {
        step(new Step(scancode, down, 0));
    }

    /** A button goes down or up where the pointer is by now. */
    public void button(int button, boolean down) {
        flush();
        pressed.button(button, down);
    }

    /** The pointer moves, together with what follows until {@link #flush}. */
    public void move(int moreX, int moreY) {
        dx = saturated((long) dx + moreX);
        dy = saturated((long) dy + moreY);
        hasMoved = true;
    }

    /**
     * What is placed from now on is on this display; within one of its heads, or anywhere on it.
     *
     * @throws IllegalArgumentException if there is no such display or head
     */
    public void aim(int newDisplay, OptionalInt newHead) {
        if (newDisplay < 0 || newDisplay >= displays.size()) {
            throw new IllegalArgumentException("display " + newDisplay + ": expected less than " + displays.size());
        }
        int heads = displays.get(newDisplay).get().size();
        if (newHead.isPresent() && (newHead.getAsInt() < 0 || newHead.getAsInt() >= heads)) {
            throw new IllegalArgumentException("head " + newHead.getAsInt() + ": expected less than " + heads);
        }
        flush();
        display = newDisplay;
        head = newHead;
    }

    /** The pointer's column from now on, as a part of {@code range} of the width of what was aimed at. */
    public void placeX(int value, int range) {
        Rect area = area();
        placeX = area.left() + scaled(value, range, area.width());
        isPlaced = true;
    }

    /** The pointer's row from now on, as a part of {@code range} of its height. */
    public void placeY(int value, int range) {
        Rect area = area();
        placeY = area.top() + scaled(value, range, area.height());
        isPlaced = true;
    }

    /** What was moved reaches the guest. */
    public void flush() {
        if (hasMoved) {
            guest.onMotion(dx, dy, pressed.heldButtons());
            dx = 0;
            dy = 0;
            hasMoved = false;
        }
        if (isPlaced) {
            guest.onPosition(display, placeX, placeY, pressed.heldButtons());
            isPlaced = false;
        }
    }

    /**
     * Presses keys one after another, holds them, and releases them in the opposite order.
     *
     * @param holdMillis between any two of these; 0 is the default
     */
    public void type(List<Integer> scancodes, long holdMillis) {
        long pause = holdMillis == 0 ? DEFAULT_HOLD_MILLIS : Math.max(0, holdMillis);
        scancodes.forEach(scancode -> step(new Step(scancode, true, pause)));
        for (int i = scancodes.size() - 1; i >= 0; i--) {
            step(new Step(scancodes.get(i), false, pause));
        }
    }

    /** Lets go of everything, and forgets what has not been typed yet. */
    public void releaseAll() {
        waiting.clear();
        hasMoved = false;
        isPlaced = false;
        dx = 0;
        dy = 0;
        pressed.releaseAll();
    }

    /** The same, and nothing more is typed. */
    public void end() {
        isEnded = true;
        releaseAll();
    }

    /** Writes what is held and what waits to be typed. */
    void save(SpiceWriter out) {
        pressed.save(out);
        out.u16(waiting.size());
        for (Step step : waiting) {
            out.u16(step.scancode());
            out.bool8(step.down());
            out.u32(Math.min(step.pauseMillis(), MAX_HOLD_MILLIS));
        }
    }

    /** Goes on with what {@link #save} has written; the guest holds the keys already. */
    void restore(SpiceReader in) {
        pressed.restore(in);
        int count = in.u16("typed.keys");
        if (count > MAX_WAITING) {
            throw in.violation("typed.keys", "expected at most " + MAX_WAITING + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            int scancode = PressedKeys.scancode(in);
            boolean down = in.bool8("typed.is_down");
            long pauseMillis = in.u32AtMost("typed.pause", (int) MAX_HOLD_MILLIS);
            waiting.add(new Step(scancode, down, pauseMillis));
        }
        if (!waiting.isEmpty()) {
            pause(DEFAULT_HOLD_MILLIS);
        }
    }

    /** Forgets what is held and what waits without letting go: another host does that now. */
    public void forget() {
        waiting.clear();
        pressed.forget();
    }

    private void pause(long millis) {
        isPausing = true;
        loop.schedule(millis, () -> {
            isPausing = false;
            run();
        });
    }

    private void step(Step step) {
        if (isEnded || waiting.size() >= MAX_WAITING) {
            return;
        }
        waiting.add(step);
        run();
    }

    private void run() {
        while (!isPausing && !waiting.isEmpty()) {
            Step step = waiting.remove();
            if (step.pauseMillis() > 0) {
                // Before the guest is told, which may fail: the keys behind must be let go all the same.
                pause(step.pauseMillis());
            }
            pressed.key(step.scancode(), step.down());
        }
    }

    private static int scaled(int value, int range, int size) {
        long scaled = (long) value * size / (range + 1L);
        return (int) Math.max(0, Math.min(size - 1L, scaled));
    }

    /** The head that was aimed at, or how far the display's heads reach from the corner of its primary surface. */
    private Rect area() {
        List<Head> heads = displays.get(display).get();
        if (head.isPresent() && head.getAsInt() < heads.size()) {
            Head only = heads.get(head.getAsInt());
            return Rect.ofSize(only.x(), only.y(), only.width(), only.height());
        }
        int width =
                heads.stream().mapToInt(each -> each.x() + each.width()).max().orElse(1);
        int height =
                heads.stream().mapToInt(each -> each.y() + each.height()).max().orElse(1);
        return Rect.ofSize(0, 0, width, height);
    }

    private static int saturated(long pixels) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, pixels));
    }
}
