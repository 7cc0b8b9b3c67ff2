package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.StreamDecoder;
import dev.caraway.migration.stream.StreamEncoder;
import dev.caraway.migration.stream.StreamException;
import dev.caraway.migration.stream.StreamOrder;
import dev.caraway.migration.stream.TargetFrame;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.guest.GuestState;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a guest from another host and takes it. On the loop only.
 *
 * <p>A stream that breaks off or is refused leaves nothing behind, and another may come: until {@code run} the guest is the
 * source's.
 */
final class IncomingMove implements StreamSocket.Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingMove.class);

    private static final long ALIVE_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 10_000;

    /** So long a source may still say which clients it has called back. */
    private static final long RECALL_MILLIS = 20_000;

    private static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);

    private final Loop loop;
    private final MoveParts parts;
    private final MigrationTarget target;
    private final MoveProgress progress;
    private final Runnable onGuestArrived;
    private Optional<Arrival> arrival = Optional.empty();
    private @Nullable StreamListening listening;
    private boolean isClosed;

    IncomingMove(Loop loop, MoveParts parts, MigrationTarget target, MoveProgress progress, Runnable onGuestArrived) {
        this.loop = loop;
        this.parts = parts;
        this.target = target;
        this.progress = progress;
        this.onGuestArrived = onGuestArrived;
    }

    void listensOn(StreamListening bound) {
        listening = bound;
    }

    @Override
    public Optional<StreamSocket.Listener> accept(StreamSocket socket) {
        // Whoever was still proving itself when the guest came has come too late.
        if (arrival.isPresent() || isClosed) {
            return Optional.empty();
        }
        Arrival begun = new Arrival(socket);
        arrival = Optional.of(begun);
        return Optional.of(begun);
    }

    void close() {
        arrival.ifPresent(current -> current.fail("the server closes"));
        stopListening();
    }

    private void stopListening() {
        isClosed = true;
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }

    /** One stream of one source. */
    private final class Arrival implements StreamSocket.Listener, SourceFrame.Handler, MigrationTarget.Listener {

        private final StreamSocket socket;
        private final StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();
        private final StreamEncoder<TargetFrame> encoder = StreamEncoder.ofTarget();
        private final StreamOrder order = new StreamOrder();
        private final SnapshotReader snapshot = new SnapshotReader(parts);
        private @Nullable GuestLoader loader;
        private Loop.@Nullable Timer alive;
        private long heardNanos = loop.nanoTime();
        private long overNanos;
        private boolean isReading = true;
        private boolean isFollowed;
        private boolean isSnapshotComplete;
        private boolean isGuestLoaded;
        private boolean isRunSaid;
        private boolean isTaken;
        private boolean isOver;

        Arrival(StreamSocket socket) {
            this.socket = socket;
            watch();
        }

        private void watch() {
            alive = loop.schedule(ALIVE_MILLIS, () -> {
                long now = loop.nanoTime();
                boolean isSilent = isReading && now - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS);
                boolean isOverdue = isOver && now - overNanos > TimeUnit.MILLISECONDS.toNanos(RECALL_MILLIS);
                if (isSilent || isOverdue) {
                    socket.abort();
                } else {
                    say(new TargetFrame.TargetAlive());
                    watch();
                }
            });
        }

        @Override
        public void onBytes(Bytes bytes) {
            heardNanos = loop.nanoTime();
            ByteBuffer arrived = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
            try {
                for (Optional<SourceFrame> frame = decoder.next(arrived);
                        frame.isPresent();
                        frame = decoder.next(arrived)) {
                    if (!isOver
                            || frame.get() instanceof SourceFrame.Recall
                            || frame.get() instanceof SourceFrame.CancelMove) {
                        order.admit(frame.get());
                        frame.get().deliverTo(this);
                    }
                }
                progress.transferred(decoder.bytesReceived());
                // What is to come nobody here knows.
                progress.left(0, decoder.bytesReceived());
                if (loader != null && !isTaken) {
                    say(new TargetFrame.Progress(decoder.bytesReceived()));
                }
            } catch (StreamException | WireException e) {
                fail(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(Optional<String> reason) {
            String why = reason.orElse("the source has closed the migrate stream");
            fail(why);
            end();
            if (!isTaken && isFollowed) {
                target.onStreamBroken(why);
            }
        }

        @Override
        public void onHello(SourceFrame.Hello frame) {
            Optional<GuestState> state = parts.state();
            String kind = state.map(GuestState::kind).orElse("a guest that cannot move");
            if (state.isEmpty() || !kind.equals(frame.guestKind())) {
                fail("guest: expected " + kind + ", got " + frame.guestKind());
                return;
            }
            LOG.info("migration A guest is coming name={} kind={}", frame.name(), kind);
            loader = new GuestLoader(loop, state.get(), this::onGuestLoaded, this::fail, this::onRoom);
            progress.begin(true);
            progress.set(MigrationStatus.ACTIVE);
            say(new TargetFrame.Welcome());
        }

        @Override
        public void onSessionList(SourceFrame.SessionList frame) {
            isFollowed = true;
            target.follow(this);
            target.onSessionList(frame.sessions());
        }

        @Override
        public void onSurfaceCreated(SourceFrame.SurfaceCreated frame) {
            snapshot.create(frame);
        }

        @Override
        public void onSurfaceDestroyed(SourceFrame.SurfaceDestroyed frame) {
            snapshot.destroy(frame);
        }

        @Override
        public void onSurfaceRows(SourceFrame.SurfaceRows frame) {
            snapshot.draw(frame);
        }

        @Override
        public void onGlzPiece(SourceFrame.GlzPiece frame) {
            target.onGlzPiece(frame.connectionId(), frame.piece());
        }

        @Override
        public void onClientState(SourceFrame.ClientState frame) {
            snapshot.client(frame);
        }

        @Override
        public void onSharedState(SourceFrame.SharedState frame) {
            snapshot.shared(frame);
        }

        @Override
        public void onGuestState(SourceFrame.GuestState frame) {
            if (loader != null) {
                loader.offer(frame.round(), frame.chunk(), frame.isLast());
            }
        }

        @Override
        public void onBlobDigest(SourceFrame.BlobDigest frame) {
            target.onDigest(frame);
        }

        @Override
        public void onKeptMessages(SourceFrame.KeptMessages frame) {
            target.onKept(frame.connectionId(), frame.channel(), KeptMessages.decode(frame.messages()));
        }

        @Override
        public void onGuestStopped(SourceFrame.GuestStopped frame) {
            progress.guestStopped();
            if (loader != null) {
                loader.guestStopped();
            }
        }

        @Override
        public void onSnapshotComplete(SourceFrame.SnapshotComplete frame) {
            isSnapshotComplete = true;
            takeOverIfReady();
        }

        /** What the guest has not read yet piles up here. */
        private void onRoom(boolean hasRoom) {
            isReading = hasRoom;
            if (hasRoom) {
                heardNanos = loop.nanoTime();
                socket.resumeReading();
            } else {
                socket.pauseReading();
            }
        }

        private void onGuestLoaded() {
            isGuestLoaded = true;
            takeOverIfReady();
        }

        @Override
        public void onRun(SourceFrame.Run frame) {
            isRunSaid = true;
            takeOverIfReady();
        }

        /** INVARIANT: the guest runs here only on the source's word. */
        private void takeOverIfReady() {
            if (!isSnapshotComplete || !isGuestLoaded || !isRunSaid || isTaken) {
                return;
            }
            try {
                snapshot.apply();
            } catch (WireException | StreamException e) {
                fail("snapshot: " + e.getMessage());
                return;
            }
            isTaken = true;
            target.onSnapshot(snapshot.clients());
            parts.shared().onRestored();
            onGuestArrived.run();
            letGoOfTheAbsent(snapshot.clients());
            boolean isHeld = parts.control().arrive();
            say(new TargetFrame.GuestRuns(isHeld));
            // The source counts the guest's downtime until it hears this, and pictures are to be drawn here first.
            socket.flush();
            progress.guestTookOver();
            target.onGuestTaken();
            progress.set(MigrationStatus.COMPLETED);
            stopListening();
        }

        /** A client that has gone while its keys were on their way holds them for ever otherwise. */
        private void letGoOfTheAbsent(Map<Integer, ArrivingState> told) {
            told.forEach((id, state) ->
                    state.channel(INPUTS).filter(held -> !target.isArriving(id)).ifPresent(this::letGo));
        }

        private void letGo(Bytes held) {
            try {
                parts.shared().letGo(new SpiceReader("held keys", held));
            } catch (WireException e) {
                LOG.warn("migration Cannot let go of a client's keys reason={}", e.getMessage());
            }
        }

        @Override
        public void onRecall(SourceFrame.Recall frame) {
            target.onRecall(frame.connectionId());
        }

        @Override
        public void onCancelMove(SourceFrame.CancelMove frame) {
            fail(frame.reason());
            if (!isTaken && isFollowed) {
                target.onMoveFailed(frame.reason());
            }
            end();
        }

        @Override
        public void onSessionGone(SourceFrame.SessionGone frame) {
            target.onRecall(frame.connectionId());
        }

        @Override
        public void onSourceAlive(SourceFrame.SourceAlive frame) {
            target.onSourceAlive();
        }

        @Override
        public void onRestored(int connectionId) {
            say(new TargetFrame.Restored(connectionId));
        }

        @Override
        public void onTaken(int connectionId) {
            say(new TargetFrame.Taken(connectionId));
        }

        @Override
        public void onLost(int connectionId, String reason) {
            say(new TargetFrame.Lost(connectionId, reason));
        }

        /**
         * Before the guest is ours this undoes everything but the clients' links: the source calls each client back and
         * says so when it has read that, and before that it would lose what has gone over.
         */
        private void fail(String reason) {
            if (isOver) {
                return;
            }
            isOver = true;
            if (isTaken) {
                end();
                return;
            }
            LOG.warn("migration The guest does not come reason={}", reason);
            if (loader != null) {
                loader.cancel();
            }
            if (!isReading) {
                onRoom(true);
            }
            overNanos = loop.nanoTime();
            socket.send(encoder.encode(new TargetFrame.Refuse(reason)));
            progress.fail(reason);
        }

        /** Nothing more is to be heard. */
        private void end() {
            isOver = true;
            if (alive != null) {
                alive.cancel();
            }
            socket.close();
            if (arrival.filter(current -> current == this).isPresent()) {
                arrival = Optional.empty();
            }
        }

        private void say(TargetFrame frame) {
            if (isOver) {
                return;
            }
            try {
                order.admit(frame);
            } catch (StreamException e) {
                // Of a client that was never listed, or that the source has called back, it wants to hear nothing.
                LOG.debug("migration Not said: {}", e.getMessage());
                return;
            }
            socket.send(encoder.encode(frame));
        }
    }
}
