package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.base.Migrate;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.session.GlzCopy;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One of several servers between which a guest and one client move: as much of it as a display channel needs. */
final class DisplayHost {

    private static final int PIECE_PIXELS = 500;
    private static final int PIECE_BYTES = 900;

    private final VirtualLoop loop;
    private final DisplayChannel display;
    private final Session session;
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final DisplayChannelClient channel;
    private final List<Bytes> glzPieces = new ArrayList<>();
    private Optional<SurfaceCopy> surfaces = Optional.empty();
    private Optional<GlzCopy> dictionary = Optional.empty();

    DisplayHost(VirtualLoop loop, Capability... capabilities) {
        this.loop = loop;
        display = new DisplayChannel(
                loop,
                new MultiMediaClock(loop),
                CompressionPolicy.DEFAULT,
                StreamingMode.FILTER,
                Runnable::run,
                viewers -> {});
        session = new Sessions().create();
        channel = display.admit(session, Peers.on(ChannelType.DISPLAY, capabilities), outbox);
        session.add(channel);
    }

    DisplayChannel display() {
        return display;
    }

    RecordingOutbox outbox() {
        return outbox;
    }

    DisplayChannelClient channel() {
        return channel;
    }

    Session session() {
        return session;
    }

    /** A client that is new here. */
    NaiveClient connect(long cachePixels) {
        NaiveClient client = new NaiveClient(outbox, channel);
        channel.onLinked();
        client.initialise(cachePixels);
        read(client);
        return client;
    }

    /** Lets the client read everything. */
    void read(NaiveClient client) {
        loop.runTasks();
        while (client.receive()) {
            loop.runTasks();
        }
    }

    /** Copies a little more while the guest runs. */
    void preCopy(DisplayHost target) {
        SurfaceCopy copy = surfaces.orElseGet(display::copySurfaces);
        surfaces = Optional.of(copy);
        copy.take(PIECE_PIXELS).ifPresent(piece -> SavedState.move(piece, target.display::restorePiece));
        if (dictionary.isEmpty()) {
            dictionary = session.copyGlzDictionary();
        }
        dictionary.ifPresent(glz -> glz.nextPiece(PIECE_BYTES, glzPieces::add));
    }

    /** Moves guest and client: the client reads on at the target, which has been told what it has. */
    void handOver(DisplayHost target, NaiveClient client) {
        channel.stopSending();
        read(client);
        assertThat(channel.isDrained()).isTrue();
        preCopy(target);
        SurfaceCopy copy = surfaces.orElseThrow();
        for (Optional<SurfaceCopy.Piece> piece = copy.take(PIECE_PIXELS);
                piece.isPresent();
                piece = copy.take(PIECE_PIXELS)) {
            SavedState.move(piece.get(), target.display::restorePiece);
        }
        assertThat(copy.bytesLeft()).isZero();
        copy.close();
        dictionary.ifPresent(glz -> glz.end(glzPieces::add));
        glzPieces.stream().filter(piece -> piece.length() > 0).forEach(target.session::restoreGlzPiece);

        Bytes shared = SpiceWriter.encode(display::saveShared);
        Bytes shares = SpiceWriter.encode(session::saveState);
        Bytes own = SpiceWriter.encode(channel::saveState);
        long serial = outbox.lastSerial();
        outbox.send(new Migrate(Migrate.NEED_FLUSH | Migrate.NEED_DATA_TRANSFER));
        outbox.send(new MigrateData(Bytes.EMPTY));
        assertThat(client.receive()).isTrue();

        restoreAll(shared, target.display::restoreShared);
        restoreAll(shares, target.session::restoreState);
        restoreAll(own, target.channel::restoreState);
        assertThat(target.outbox.lastSerial()).isGreaterThanOrEqualTo(serial + 3);
        client.swap(target.outbox, target.channel);
        channel.onClosed();
    }

    private static void restoreAll(Bytes state, Consumer<SpiceReader> restore) {
        SpiceReader in = new SpiceReader("state", state);
        restore.accept(in);
        in.end();
    }
}
