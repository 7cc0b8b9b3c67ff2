package dev.caraway.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A replay that comes from another host, as far as its recording has been read here. One thread at a time. */
final class ReplayMove {

    private final Path recording;
    private @Nullable ReplayCursor cursor;
    private ReplayedDisplay display = new ReplayedDisplay(new SilentDisplay());

    ReplayMove(Path recording) {
        this.recording = recording;
    }

    /**
     * Reads on to this place. It costs what decoding the recording to there costs, and nothing is drawn.
     *
     * @throws IOException if there is no such place; nothing was read then
     */
    void readTo(ReplayPosition place) throws IOException {
        ReplayCursor reached = cursor;
        if (reached == null
                || reached.position().pass() != place.pass()
                || reached.position().events() > place.events()) {
            forget();
            reached = new ReplayCursor(recording, place.pass());
            cursor = reached;
        }
        try {
            reached.skipTo(place, display);
        } catch (IOException e) {
            forget();
            throw e;
        }
    }

    /** The place that was read to; it is the caller's now. */
    ReplayCursor takeCursor() {
        ReplayCursor reached = cursor;
        if (reached == null) {
            throw new IllegalStateException("replay: expected a place to be read to");
        }
        cursor = null;
        return reached;
    }

    /** What the display has been told up to there. */
    ReplayedDisplay display() {
        return display;
    }

    private void forget() throws IOException {
        ReplayCursor known = cursor;
        cursor = null;
        display = new ReplayedDisplay(new SilentDisplay());
        if (known != null) {
            known.close();
        }
    }
}
