package dev.caraway.server;

import dev.caraway.server.guest.GuestInputs;

/**
 * Keeps what is pressed and moved from a guest that stands still. What goes up always reaches it, so that nothing stays
 * pressed that went down before.
 */
final class PausableInputs implements GuestInputs {

    private GuestInputs guest = GuestInputs.IGNORED;
    private boolean isPaused;

    /** From now on this guest is told; before that nobody is. */
    void drive(GuestInputs inputs) {
        guest = inputs;
    }

    void pause(boolean paused) {
        isPaused = paused;
    }

    @Override
    public void onKey(int scancode, boolean down) {
        if (!isPaused || !down) {
            guest.onKey(scancode, down);
        }
    }

    @Override
    public void onMotion(int dx, int dy, int buttons) {
        if (!isPaused) {
            guest.onMotion(dx, dy, buttons);
        }
    }

    @Override
    public void onPosition(int display, int x, int y, int buttons) {
        if (!isPaused) {
            guest.onPosition(display, x, y, buttons);
        }
    }

    @Override
    public void onButton(int button, boolean down) {
        if (!isPaused || !down) {
            guest.onButton(button, down);
        }
    }
}
