package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame.GlzPiece;
import dev.caraway.migration.stream.SourceFrame.GuestState;
import dev.caraway.migration.stream.SourceFrame.SurfaceCreated;
import dev.caraway.migration.stream.SourceFrame.SurfaceDestroyed;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.display.SurfaceCopy;
import dev.caraway.server.session.GlzCopy;
import dev.caraway.server.session.Session;
import dev.caraway.server.surface.Surface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is large to the target, most of it while the guest runs: its own state, the surfaces, and the GLZ
 * dictionaries of its clients. On the loop only.
 */
final class LiveCopy {

    /** Pixels in one frame: half a millisecond of the loop's time. */
    private static final int PIECE_PIXELS = 1 << 15;

    /** When no more than this is left, it can be left for the time in which the guest stands still. */
    private static final long LITTLE_BYTES = 512 << 10;

    /** Between two looks at what has changed, when everything was copied. */
    private static final long LOOK_MILLIS = 20;

    /** Pieces of one turn of the loop. */
    private static final int PIECES_PER_TURN = 16;

    private final Loop loop;
    private final OutgoingStream stream;
    private final Runnable onLittleLeft;
    private final MoveProgress progress;
    private final List<Screen> screens = new ArrayList<>();
    private final Map<Integer, GlzCopy> dictionaries = new LinkedHashMap<>();
    private final GuestSaver saver;
    private int round;
    private boolean isRoundRunning;
    private boolean wantsRound = true;
    private boolean isProceeding;
    private boolean isPieceAwaited;
    private boolean isFinishing;
    private int dictionariesLeft;
    private boolean isOver;
    private Loop.@Nullable Timer next;
    /** Before they were compressed, as those that are left are counted. */
    private long saidBytes;

    /** The surfaces of one display, and those that the target knows by their ids. */
    private record Screen(int displayId, SurfaceCopy surfaces, Map<Integer, Surface> announced) {}

    /**
     * @param onLittleLeft told, perhaps more than once, that the rest would take little time
     * @param onFailed told why the guest's state could not be had
     */
    LiveCopy(
            Loop loop,
            MoveParts parts,
            List<Session> sessions,
            OutgoingStream stream,
            Runnable onLittleLeft,
            Consumer<String> onFailed,
            MoveProgress progress) {
        this.loop = loop;
        this.stream = stream;
        this.onLittleLeft = onLittleLeft;
        this.progress = progress;
        for (DisplayChannel display : parts.shared().displays()) {
            screens.add(new Screen(screens.size(), display.copySurfaces(), new HashMap<>()));
        }
        for (Session session : sessions) {
            session.copyGlzDictionary().ifPresent(copy -> dictionaries.put(session.connectionId(), copy));
        }
        this.saver =
                new GuestSaver(loop, parts.state().orElseThrow(), stream::isWritable, this::onGuestChunk, onFailed);
    }

    void begin() {
        proceed();
    }

    /** The stream takes more. */
    void proceed() {
        if (isOver || isProceeding) {
            return;
        }
        isProceeding = true;
        try {
            saver.proceed();
            for (int pieces = 0; pieces < PIECES_PER_TURN && mayGoOn(); pieces++) {
                if (!sayPiece()) {
                    break;
                }
            }
        } finally {
            isProceeding = false;
        }
        if (isFinishing) {
            return;
        }
        beginRound();
        progress.left(bytesLeft(), saidBytes + bytesLeft());
        if (!isRoundRunning && !wantsRound && bytesLeft() <= LITTLE_BYTES && areDictionariesCopied()) {
            onLittleLeft.run();
        }
        awaitNext();
    }

    /** INVARIANT: there is one timer at most, whoever asks to go on. */
    private void awaitNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (!isFinishing && !isOver) {
            long delayMillis = bytesLeft() > 0 && stream.isWritable() ? 0 : LOOK_MILLIS;
            next = loop.schedule(delayMillis, () -> {
                next = null;
                proceed();
            });
        }
    }

    /** The guest stands still: says the rest of its state, however much that is. */
    void saveRest(Runnable saved) {
        isFinishing = true;
        saver.saveRest(round, saved);
    }

    /** Says what was drawn last, and what was compressed last; then nothing is left of either. */
    void flush(Runnable done) {
        for (Screen screen : screens) {
            for (Optional<SurfaceCopy.Piece> piece = screen.surfaces.take(PIECE_PIXELS);
                    piece.isPresent();
                    piece = screen.surfaces.take(PIECE_PIXELS)) {
                say(screen, piece.get());
            }
        }
        dictionariesLeft = dictionaries.size();
        if (dictionaries.isEmpty()) {
            done.run();
        }
        dictionaries.forEach((session, copy) -> endDictionary(session, copy, done));
    }

    private void endDictionary(int session, GlzCopy copy, Runnable done) {
        copy.nextPiece(GlzCopy.PIECE_BYTES_MAX, piece -> {
            if (isOver) {
                return;
            }
            if (!piece.isEmpty()) {
                say(session, piece);
                endDictionary(session, copy, done);
                return;
            }
            copy.end(last -> {
                if (isOver) {
                    return;
                }
                say(session, last);
                dictionariesLeft--;
                if (dictionariesLeft == 0) {
                    done.run();
                }
            });
        });
    }

    /** Lets go of everything; a guest that is being saved is interrupted. */
    void close() {
        if (!isOver) {
            isOver = true;
            awaitNext();
            screens.forEach(screen -> screen.surfaces.close());
            saver.cancel();
        }
    }

    /** The clients stay here: their dictionaries take images again. */
    void undo() {
        close();
        dictionaries.values().forEach(GlzCopy::resume);
    }

    private boolean mayGoOn() {
        return !isOver && !isFinishing && !isPieceAwaited && stream.isWritable();
    }

    private boolean sayPiece() {
        for (Screen screen : screens) {
            Optional<SurfaceCopy.Piece> piece = screen.surfaces.take(PIECE_PIXELS);
            if (piece.isPresent()) {
                say(screen, piece.get());
                return true;
            }
        }
        for (Map.Entry<Integer, GlzCopy> each : dictionaries.entrySet()) {
            if (!each.getValue().isCaughtUp()) {
                isPieceAwaited = true;
                each.getValue().nextPiece(GlzCopy.PIECE_BYTES_MAX, bytes -> {
                    isPieceAwaited = false;
                    if (!isOver) {
                        say(each.getKey(), bytes);
                    }
                });
                return !isPieceAwaited;
            }
        }
        return false;
    }

    private void say(int session, Bytes piece) {
        if (!piece.isEmpty()) {
            saidBytes += piece.length();
            stream.say(new GlzPiece(session, piece));
        }
    }

    private void say(Screen screen, SurfaceCopy.Piece piece) {
        Surface surface = piece.surface();
        Surface before = screen.announced.put(surface.id(), surface);
        if (before != surface) {
            if (before != null) {
                stream.say(new SurfaceDestroyed(screen.displayId, surface.id()));
            }
            stream.say(new SurfaceCreated(
                    screen.displayId, surface.id(), surface.width(), surface.height(), surface.format()));
        }
        Rect area = piece.area();
        saidBytes += piece.pixels().length();
        stream.say(SurfaceRows.compress(
                screen.displayId, surface.id(), area.left(), area.top(), area.width(), area.height(), piece.pixels()));
    }

    private void beginRound() {
        if (wantsRound && !isRoundRunning && !isOver) {
            isRoundRunning = true;
            if (round > 0) {
                progress.beginPass();
            }
            saver.saveRound(round, outcome -> {
                isRoundRunning = false;
                wantsRound = outcome.again();
                round += outcome.isRound() ? 1 : 0;
                proceed();
            });
        }
    }

    private void onGuestChunk(int ofRound, Bytes chunk, boolean isLast) {
        saidBytes += chunk.length();
        stream.say(new GuestState(ofRound, chunk, isLast));
    }

    private boolean areDictionariesCopied() {
        return dictionaries.values().stream().allMatch(copy -> copy.isCaughtUp() || copy.bytesLeft() < LITTLE_BYTES);
    }

    private long bytesLeft() {
        return screens.stream().mapToLong(screen -> screen.surfaces.bytesLeft()).sum()
                + dictionaries.values().stream().mapToLong(GlzCopy::bytesLeft).sum();
    }
}
