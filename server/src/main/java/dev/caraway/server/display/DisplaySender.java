package dev.caraway.server.display;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.Mark;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceDestroy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.compression.CompressionLane;
import dev.caraway.server.compression.ImageCompressor.Wish;
import dev.caraway.server.display.DisplayItem.ClipStream;
import dev.caraway.server.display.DisplayItem.CreateSurface;
import dev.caraway.server.display.DisplayItem.DestroySurface;
import dev.caraway.server.display.DisplayItem.Draw;
import dev.caraway.server.display.DisplayItem.Monitors;
import dev.caraway.server.display.DisplayItem.NextFrame;
import dev.caraway.server.display.DisplayItem.OpenStream;
import dev.caraway.server.display.DisplayItem.Say;
import dev.caraway.server.display.DisplayItem.SurfaceArea;
import dev.caraway.server.display.DisplayPipe.DirtyArea;
import dev.caraway.server.display.ImageMarshaller.Marshalling;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes what waits in one client's pipe as fast as the client takes it, and turns it into messages. On the loop only.
 *
 * <p>One item is on its way at a time: while its images are compressed on another thread nothing follows it.
 */
final class DisplaySender {

    /** A dirty area is sent in pieces of about this many pixels, so that other channels get their turns. */
    private static final int PIECE_PIXELS = 1 << 16;

    /** After so many messages, or so long, the loop has other things to do. */
    private static final int MESSAGES_PER_TURN = 64;

    private static final long NANOS_PER_TURN = TimeUnit.MILLISECONDS.toNanos(4);

    /** The client's side of the matter, as far as sending needs it. */
    interface Way {

        /** Whether one more message may be sent now; asked only when there is one. */
        boolean maySend();

        void send(ServerMessage message);

        /** Messages that belong together have been sent. */
        void onSent();

        /** The serial of the message sent last. */
        long lastSerial();

        /** How images are compressed now. */
        Wish compression();

        /** Nothing is left to be sent. */
        void onIdle();

        /** What was being compressed has been sent. */
        void onQuiet();

        /** Runs what may fail by a mistake of ours, which then ends this client alone. */
        void guarded(Runnable action);
    }

    private final DisplayPipe pipe;
    private final Surfaces surfaces;
    private final ImageMarshaller marshaller;
    private final StreamSender streams;
    private final LosslessRefresh refresh;
    private final CompressionLane lane;
    private final Loop loop;
    private final Way way;
    private long pixelsBeforeMark;
    private boolean isMarkDue;
    private boolean isCompressing;
    private boolean isDraining;
    private boolean isDrainScheduled;

    DisplaySender(
            DisplayPipe pipe,
            Surfaces surfaces,
            ImageMarshaller marshaller,
            StreamSender streams,
            LosslessRefresh refresh,
            CompressionLane lane,
            Loop loop,
            Way way) {
        this.pipe = pipe;
        this.surfaces = surfaces;
        this.marshaller = marshaller;
        this.streams = streams;
        this.refresh = refresh;
        this.lane = lane;
        this.loop = loop;
        this.way = way;
    }

    /** After these many pixels of the primary surface the client may show it. */
    void markAfter(long pixels) {
        pixelsBeforeMark = pixels;
        isMarkDue = true;
    }

    /** There is no primary surface that could be shown. */
    void forgetMark() {
        isMarkDue = false;
    }

    /** Whether everything has been handed to the socket. */
    boolean isIdle() {
        return pipe.isEmpty() && !isCompressing;
    }

    /** Whether nothing is on its way from the pipe to the socket. */
    boolean isQuiet() {
        return !isCompressing;
    }

    /** Whether nothing is left to be sent. */
    boolean isDrained() {
        return isIdle() && !isMarkDue;
    }

    /** Writes what the client is still to be told beside what the pipe holds, and which palettes it has. */
    void save(SpiceWriter out) {
        out.bool8(isMarkDue);
        out.i64(isMarkDue ? pixelsBeforeMark : 0);
        marshaller.save(out);
    }

    /** Takes up what {@link #save} has written; before anything is sent. */
    void restore(SpiceReader in) {
        isMarkDue = in.bool8("display.is_mark_due");
        pixelsBeforeMark = in.i64("display.pixels_before_mark");
        marshaller.restore(in);
    }

    /** Sends what waits, as far as the client lets it. */
    void drain() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        try {
            if (!sendAWhile()) {
                continueLater();
            }
        } finally {
            isDraining = false;
        }
    }

    /** Whether there is nothing more to do for now; if not, the turn was over before. */
    private boolean sendAWhile() {
        long until = loop.nanoTime() + NANOS_PER_TURN;
        for (int sent = 0; sent < MESSAGES_PER_TURN; sent++) {
            if (isCompressing) {
                return true;
            }
            if (pipe.isEmpty() && !isMarkDue) {
                way.onIdle();
                if (!sendRefresh()) {
                    return true;
                }
            } else if (way.maySend()) {
                sendNext();
            } else {
                return true;
            }
            if (loop.nanoTime() - until > 0) {
                return false;
            }
        }
        return false;
    }

    /** Whether there was more to do: detail that the client lacks, or what came when it was idle. */
    private boolean sendRefresh() {
        // The surfaces show what waits in the pipe already, so a picture of them must not overtake it.
        if (!pipe.isEmpty()) {
            return true;
        }
        Optional<DirtyArea> lossy = refresh.next().filter(piece -> way.maySend());
        lossy.ifPresent(piece -> {
            Surface surface = surfaces.get(piece.surfaceId());
            DrawMessage picture =
                    Pictures.of(surface.id(), piece.area(), surface.format(), surface.copyOf(piece.area()));
            Marshalling marshalling =
                    marshaller.begin(picture, way.compression().lossless());
            sendParcel(new DrawingParcel(marshalling, sent -> refresh.onMended(picture)));
        });
        return lossy.isPresent();
    }

    private void continueLater() {
        if (!isDrainScheduled) {
            isDrainScheduled = true;
            loop.execute(() -> {
                isDrainScheduled = false;
                way.guarded(this::drain);
            });
        }
    }

    private void sendNext() {
        Optional<DisplayItem> item = pipe.pollItem();
        if (item.isPresent()) {
            sendItem(item.get());
            return;
        }
        pipe.pollDirty(PIECE_PIXELS).ifPresent(this::sendDirty);
        sendDueMark();
    }

    /** The mark follows the pixels that the client is to show, which may still be on their way through the lane. */
    private void sendDueMark() {
        if (isMarkDue && !isCompressing && (pixelsBeforeMark <= 0 || !pipe.isDirty())) {
            isMarkDue = false;
            way.send(new Mark());
        }
    }

    private void sendItem(DisplayItem item) {
        if (item instanceof Draw draw) {
            sendDrawing(draw.drawable());
        } else if (item instanceof SurfaceArea area) {
            sendDrawing(Pictures.of(area.surfaceId(), area.area(), area.format(), area.pixels()));
        } else if (item instanceof CreateSurface create) {
            refresh.onCreated(create);
            int flags = create.surfaceId() == Surfaces.PRIMARY ? SurfaceCreate.PRIMARY : 0;
            way.send(new SurfaceCreate(create.surfaceId(), create.width(), create.height(), create.format(), flags));
        } else if (item instanceof DestroySurface destroy) {
            refresh.onDestroyed(destroy.surfaceId());
            way.send(new SurfaceDestroy(destroy.surfaceId()));
        } else if (item instanceof Monitors monitors) {
            way.send(monitors.config());
        } else if (item instanceof OpenStream open) {
            open.messages().forEach(way::send);
        } else if (item instanceof NextFrame next) {
            streams.take(next.slot()).ifPresent(frame -> {
                refresh.onSent();
                sendParcel(frame);
            });
        } else if (item instanceof ClipStream clip) {
            clip.own().clip().ifPresent(way::send);
        } else if (item instanceof Say say) {
            way.send(say.message());
        }
    }

    private void sendDirty(DirtyArea dirty) {
        Surface surface = surfaces.get(dirty.surfaceId());
        Rect area = dirty.area();
        if (surface.id() == Surfaces.PRIMARY) {
            pixelsBeforeMark -= area.area();
            streams.excludePicture(area).forEach(way::send);
        }
        sendDrawing(Pictures.of(surface.id(), area, surface.format(), surface.copyOf(area)));
    }

    private void sendDrawing(DrawMessage drawing) {
        Marshalling marshalling = marshaller.begin(drawing, way.compression());
        sendParcel(new DrawingParcel(marshalling, sent -> refresh.onDrawn(sent.drawable(), sent.isLossy())));
    }

    private void sendParcel(Parcel parcel) {
        isCompressing = true;
        lane.run(new ParcelJob(parcel));
    }

    /** A drawing command on its way from the pipe to the wire. */
    private final class DrawingParcel implements Parcel {

        private final Marshalling marshalling;
        private final Consumer<Marshalling> onSent;

        DrawingParcel(Marshalling marshalling, Consumer<Marshalling> onSent) {
            this.marshalling = marshalling;
            this.onSent = onSent;
        }

        @Override
        public long pixels() {
            return marshalling.pixels();
        }

        @Override
        public void compress() {
            marshalling.compress();
        }

        @Override
        public List<ServerMessage> messages() {
            List<ServerMessage> messages = marshaller.finish(marshalling, way.lastSerial());
            onSent.accept(marshalling);
            return messages;
        }
    }

    /** A parcel's way through the lane. */
    private final class ParcelJob implements CompressionLane.Job {

        private final Parcel parcel;

        ParcelJob(Parcel parcel) {
            this.parcel = parcel;
        }

        @Override
        public long pixels() {
            return parcel.pixels();
        }

        @Override
        public void compress() {
            parcel.compress();
        }

        @Override
        public void onCompressed() {
            isCompressing = false;
            way.guarded(() -> {
                parcel.messages().forEach(way::send);
                way.onSent();
                sendDueMark();
                way.onQuiet();
                drain();
            });
        }

        @Override
        public void onFailed(Throwable mistake) {
            isCompressing = false;
            way.guarded(() -> {
                throw new AssertionError("an image could not be compressed", mistake);
            });
        }
    }
}
