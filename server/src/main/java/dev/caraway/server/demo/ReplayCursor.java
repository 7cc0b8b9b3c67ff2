package dev.caraway.server.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A place in a recording: the next event, and how far that is. One thread at a time. */
final class ReplayCursor implements Closeable {

    private final RecordingReader reader;
    private ReplayPosition position;
    private Optional<RecordedEvent> next;

    /** The beginning of a pass. */
    ReplayCursor(Path recording, int pass) throws IOException {
        this.reader = RecordingReader.open(recording);
        this.position = new ReplayPosition(pass, 0, 0);
        this.next = reader.next();
    }

    /** The event that comes next; empty at the end. */
    Optional<RecordedEvent> next() {
        return next;
    }

    ReplayPosition position() {
        return position;
    }

    /** The next event was dealt with. */
    void advance() throws IOException {
        position = position.afterEvent(next.isPresent() && next.get().isCommand());
        next = reader.next();
    }

    /**
     * Goes on to a later place of the same pass; what lies between is put on {@code display}.
     *
     * @throws IOException if there is no such place
     */
    void skipTo(ReplayPosition place, ReplayedDisplay display) throws IOException {
        while (position.events() < place.events() && next.isPresent()) {
            display.apply(next.get());
            advance();
        }
        if (!position.equals(place)) {
            throw new IOException("replay position: expected one in this recording, got event " + place.events());
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
