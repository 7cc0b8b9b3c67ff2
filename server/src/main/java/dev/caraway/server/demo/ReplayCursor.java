package dev.caraway.server.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place in a recording: the next event, and how far that is. A recording that is broken ends with its last whole event.
 *
 * <p>One thread at a time; the position may be asked by any.
 */
final class ReplayCursor implements Closeable {

    private final RecordingReader reader;
    private volatile ReplayPosition position;
    private Optional<RecordedEvent> next = Optional.empty();
    private Optional<String> damage = Optional.empty();

    /** The beginning of a pass. */
    ReplayCursor(Path recording, int pass) throws IOException {
        this.reader = RecordingReader.open(recording);
        this.position = ReplayPosition.startOf(pass);
        read();
    }

    /** The event that comes next; empty at the end. */
    Optional<RecordedEvent> next() {
        return next;
    }

    ReplayPosition position() {
        return position;
    }

    /** Why nothing follows, if the recording is broken there. */
    Optional<String> damage() {
        return damage;
    }

    /** The next event was dealt with. */
    void advance() {
        position = position.afterEvent(next.isPresent() && next.get().isCommand());
        read();
    }

    /** The pass is over. */
    void report() {
        position = position.reported();
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
        if (position.events() != place.events() || position.commands() != place.commands()) {
            throw new IOException("replay position: expected one in this recording, got event " + place.events());
        }
        if (place.isReported()) {
            report();
        }
    }

    private void read() {
        try {
            next = reader.next();
        } catch (RecordingException e) {
            next = Optional.empty();
            damage = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
