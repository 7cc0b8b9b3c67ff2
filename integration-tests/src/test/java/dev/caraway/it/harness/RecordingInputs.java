package dev.caraway.it.harness;

import dev.caraway.it.client.Patience;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.InputsPort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what clients do, one line an event: {@code key 0x1e down}, {@code motion 3,-2 1}, {@code button 1 up}. */
public final class RecordingInputs implements GuestInputs {

    private final List<String> events = new ArrayList<>();
    private @Nullable InputsPort port;

    @Override
    public synchronized void attach(InputsPort attached) {
        port = attached;
    }

    @Override
    public void onKey(int scancode, boolean down) {
        add("key 0x" + Integer.toHexString(scancode) + (down ? " down" : " up"));
    }

    @Override
    public void onMotion(int dx, int dy, int buttons) {
        add("motion " + dx + "," + dy + " " + buttons);
    }

    @Override
    public void onPosition(int x, int y, int buttons) {
        add("position " + x + "," + y + " " + buttons);
    }

    @Override
    public void onPosition(int display, int x, int y, int buttons) {
        if (display == 0) {
            onPosition(x, y, buttons);
        } else {
            add("position " + x + "," + y + " " + buttons + " on " + display);
        }
    }

    @Override
    public void onButton(int button, boolean down) {
        add("button " + button + (down ? " down" : " up"));
    }

    /** The server's end, for lights and the kind of pointer; only after the server has started. */
    public synchronized InputsPort port() {
        if (port == null) {
            throw new IllegalStateException("guest: expected a server");
        }
        return port;
    }

    /** Everything so far. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** Waits until exactly these events have come, in this order. */
    public void await(String... expected) {
        List<String> all = List.of(expected);
        Patience.untilAsserted("inputs " + all, () -> {
            if (!events().equals(all)) {
                throw new AssertionError("inputs: expected " + all + ", got " + events());
            }
        });
    }

    private synchronized void add(String event) {
        events.add(event);
    }
}
