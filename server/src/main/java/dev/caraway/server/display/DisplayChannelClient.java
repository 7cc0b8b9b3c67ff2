package dev.caraway.server.display;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.migration.data.ChannelData;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.DisplayClientMessage;
import dev.caraway.protocol.display.DisplayClientOpcode;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.GlDrawDone;
import dev.caraway.protocol.display.InvalAllPalettes;
import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.PreferredCompression;
import dev.caraway.protocol.display.PreferredVideoCodecType;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.stream.StreamDestroyAll;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.PixmapCache;
import dev.caraway.server.channel.AckDeadline;
import dev.caraway.server.channel.LinkMeter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.compression.CompressionLane;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.compression.FrameCompressor;
import dev.caraway.server.compression.ImageCompressor;
import dev.caraway.server.compression.ImageCompressor.Wish;
import dev.caraway.server.compression.WanCompression;
import dev.caraway.server.display.DisplayItem.CreateSurface;
import dev.caraway.server.display.DisplayItem.Draw;
import dev.caraway.server.display.DisplayItem.Monitors;
import dev.caraway.server.display.DisplayItem.Say;
import dev.caraway.server.display.DisplayItem.SurfaceArea;
import dev.caraway.server.event.Counter;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.WindowedChannel;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import dev.caraway.server.video.StreamFinding;
import dev.caraway.server.video.VideoStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The display channel's half for one client: its pipe, the surfaces it has, and what turns intents into messages.
 *
 * <p>Off-screen surfaces are created at the client when it first needs one as a source. INVARIANT: once everything in
 * the pipe is sent, the client's surfaces hold what the server's do, but for the {@link LossyRegions}, which
 * {@link LosslessRefresh} empties then.
 */
public final class DisplayChannelClient extends WindowedChannel {

    /** A client must say what it can cache within this time (hostile-inputs: M14). */
    private static final long INIT_TIMEOUT_MILLIS = 10_000;

    /** MIGRATE and MIGRATE_DATA. */
    private static final int MIGRATION_MESSAGES = 2;

    /** No image is small enough for such a window. */
    static final int NO_GLZ_PIXELS = 1;

    /** On a slower link a photograph of a whole screen takes longer without loss than people like to wait. */
    private static final long SLOW_BYTES_PER_SECOND = 3_000_000;

    private final DisplayChannel channel;
    private final Loop loop;
    private final LinkMeter link;
    private final AckDeadline linkDeadline;
    private final DisplayPipe pipe = new DisplayPipe();
    private final StreamSender streams;
    private final LosslessRefresh refresh;
    private final ClientWord word = new ClientWord();
    private final KnownSurfaces known = new KnownSurfaces();
    private final DisplayClientMessage.Handler ownMessages = new OwnMessages();
    private @Nullable DisplaySender sender;
    private @Nullable ImageCompressor compressor;
    private OptionalLong migrateDataSerial = OptionalLong.empty();
    private Loop.@Nullable Timer initTimer;

    DisplayChannelClient(DisplayChannel channel, Session session, LinkedPeer peer, Outbox outbox, Loop loop) {
        super(session, peer, outbox, loop, PingMonitor.BUSY_INTERVAL_MILLIS);
        this.channel = channel;
        this.loop = loop;
        this.link = new LinkMeter(loop, outbox);
        this.linkDeadline = new AckDeadline(loop, this::close);
        this.streams = new StreamSender(
                peer.capabilities(),
                pipe,
                loop,
                channel.clock(),
                link,
                new FrameCompressor(channel.workers()),
                this::drainGuarded);
        this.refresh = new LosslessRefresh(streams, link, loop, this::drainGuarded);
    }

    @Override
    protected void onOpened() {
        super.onOpened();
        awaitInit();
    }

    private void awaitInit() {
        initTimer = loop.schedule(INIT_TIMEOUT_MILLIS, this::close);
    }

    @Override
    protected int ownBodyLimit(int opcode) {
        return DisplayClientOpcode.maxBodyBytes(opcode);
    }

    @Override
    protected DisplayClientMessage decodeOwn(int opcode, Bytes body) {
        return DisplayClientOpcode.decode(opcode, body);
    }

    @Override
    protected void onOwnMessage(int opcode, Bytes body) {
        decodeOwn(opcode, body).deliverTo(ownMessages);
    }

    @Override
    protected void onPong(Pong pong) {
        link.onPong(pong);
        if (link.isOpen()) {
            linkDeadline.met();
        }
        drain();
    }

    @Override
    protected void onGone() {
        super.onGone();
        cancelInitTimer();
        linkDeadline.met();
        streams.stop();
        refresh.stop();
        if (compressor != null) {
            lane().close(compressor);
        }
        channel.onClientGone(this);
        if (isInitialised()) {
            forgetImages();
        }
    }

    /**
     * Another display channel of the client may have been told already to take from the caches what this one was still to
     * bring, and would wait for it without an end: then the whole session ends.
     */
    private void forgetImages() {
        boolean isShared = session().channels().stream()
                .anyMatch(other ->
                        other != this && other instanceof DisplayChannelClient display && display.isInitialised());
        if (isShared) {
            closeSession("a display channel is gone that shared its images");
        } else {
            session().forgetImages();
        }
    }

    /** A link that never takes more again, since its client answers nothing, is given as long as an acknowledgement. */
    private boolean linkTakesMore() {
        // Whatever was sent meanwhile, there is a pong to wait for when nothing more may be sent.
        link.onSent();
        if (!link.isOpen()) {
            linkDeadline.start();
        }
        return link.isOpen();
    }

    /** Whether the client has said what it can cache; before, nothing is for it. */
    boolean isInitialised() {
        return sender != null;
    }

    @Override
    public boolean isSettled() {
        return isInitialised();
    }

    /** Whether everything drawn so far has been handed to the socket, or never will be from here. */
    boolean isIdle() {
        return session().isClosing() || sender == null || (isStopped() ? sender.isQuiet() : sender.isIdle());
    }

    /** The serial of the message sent last. */
    long lastSerial() {
        return outbox().lastSerial();
    }

    /** Whether it is being moved to another host. */
    boolean isHeld() {
        return isStopped();
    }

    /** Its videos are replaced by exact pictures. */
    @Override
    public void letGo() {
        streams.closeAll();
        drain();
    }

    @Override
    public boolean isDrained() {
        return sender == null || (isStopped() ? sender.isQuiet() : sender.isDrained());
    }

    @Override
    public void stopSending() {
        super.stopSending();
        channel.onClientHeld();
        streams.pause();
        refresh.hold(true);
        pipe.giveUpDrawing();
        channel.onClientIdle();
    }

    @Override
    public void resumeSending() {
        streams.resume();
        refresh.hold(false);
        super.resumeSending();
        channel.onClientHeld();
    }

    @Override
    public void saveState(SpiceWriter out) {
        assert isStopped() && isDrained() : this;
        pipe.giveUpDrawing();
        migrateDataSerial = OptionalLong.of(outbox().lastSerial() + MIGRATION_MESSAGES);
        saveWindow(out, MIGRATION_MESSAGES);
        link.save(out);
        word.save(out);
        DisplaySender saved = sender;
        out.bool8(saved != null);
        if (saved != null) {
            known.save(out);
            saved.save(out);
            pipe.save(out);
            streams.save(out);
            refresh.lossy().save(out);
        }
    }

    /** Without DISPLAY_INIT, and without anything that the client has been sent. */
    @Override
    public void restoreState(SpiceReader in) {
        restoreWindow(in);
        link.restore(in);
        word.restore(in);
        if (!in.bool8("display.is_initialised")) {
            awaitInit();
            return;
        }
        if (!session().hasImages()) {
            throw in.violation("display.is_initialised", "expected the session's caches, got none");
        }
        known.restore(in, channel.surfaces());
        DisplaySender restored = newSender(0, 0);
        restored.restore(in);
        pipe.restore(in, known.ids(), channel.surfaces(), channel.monitors(), loop.nanoTime());
        streams.restore(in, channel.playing(), channel.surfaces().primary());
        refresh.lossy().restore(in, channel.surfaces());
        sender = restored;
        channel.onClientRestored();
        drain();
    }

    /**
     * How much the client keeps is not known, nor which images of the dictionary: nothing is cached, and GLZ, whose ids
     * must go on, is not used. Surfaces that it has are made again when they are needed, which empties them.
     */
    @Override
    public void startAfresh() {
        super.startAfresh();
        session().forgetPixmaps();
        sender = newSender(0, NO_GLZ_PIXELS);
        send(new InvalAllPixmaps(List.of()));
        send(new InvalAllPalettes());
        send(new StreamDestroyAll());
        channel.onClientInitialised(this);
    }

    @Override
    public Optional<ChannelData> migrateData() {
        long serial = migrateDataSerial.orElse(outbox().lastSerial() + MIGRATION_MESSAGES);
        List<Integer> surfaces = known.ids().stream()
                .filter(id -> !pipe.holds(item -> item instanceof CreateSurface made && made.surfaceId() == id))
                .toList();
        return Optional.of(BlobOfDisplay.of(this, serial, word, surfaces));
    }

    @Override
    protected void addCounts(Map<Counter, Long> counts) {
        counts.put(Counter.BYTES_QUEUED, pipe.queuedBytes());
        counts.put(Counter.DRAWINGS_DROPPED, pipe.droppedDrawings());
        link.roundTripNanos().ifPresent(nanos -> counts.put(Counter.ROUND_TRIP, nanos / 1000));
        link.bytesPerSecond().ifPresent(rate -> counts.put(Counter.LINK_RATE, rate));
    }

    /** What waits in the pipe, in bytes. */
    long queuedBytes() {
        return pipe.queuedBytes();
    }

    /** The primary surface exists, or exists again; {@code monitors} describes it. */
    void showPrimary(Surface primary, MonitorsConfig monitors) {
        create(primary);
        pipe.damage(primary.id(), primary.bounds());
        if (sender != null) {
            sender.markAfter(primary.bounds().area());
        }
        configureMonitors(monitors);
    }

    void configureMonitors(MonitorsConfig monitors) {
        if (peer().capabilities().has(DisplayCapability.MONITORS_CONFIG)) {
            pipe.add(new Monitors(monitors), loop.nanoTime());
        }
        drain();
    }

    /** Videos that play already when the client comes. */
    void openStreams(List<VideoStream> playing) {
        playing.forEach(streams::open);
        drain();
    }

    /** A video is over. */
    void closeStream(VideoStream stream) {
        streams.close(stream);
        drain();
    }

    void destroySurface(int surfaceId) {
        if (surfaceId == Surfaces.PRIMARY && sender != null) {
            sender.forgetMark();
        }
        if (known.remove(surfaceId)) {
            pipe.destroySurface(surfaceId, loop.nanoTime());
            drain();
        }
    }

    /**
     * A guest draws; called before the server's own surface is drawn on.
     *
     * <p>INVARIANT: nothing is sent before the server has drawn too, since a dirty area is sent as it is then. So this
     * only enqueues, and {@link #drain} follows.
     */
    void enqueue(DrawMessage drawable, StreamFinding finding, Surfaces surfaces) {
        int target = drawable.base().surfaceId();
        if (!known.contains(target) || streams.carry(drawable, finding)) {
            return;
        }
        if (pipe.isDirty() || streams.spoils(finding)) {
            pipe.damageInsteadOfDrawing(target, drawable.base().box());
        } else {
            drawable.images().forEach(image -> createSource(image, surfaces));
            streams.makeRoom(drawable, finding);
            enqueueDrawing(new Draw(drawable), target, drawable.base().box());
        }
    }

    private void createSource(Image image, Surfaces surfaces) {
        if (image.data() instanceof SurfaceData source && !known.contains(source.surfaceId())) {
            Surface surface = surfaces.get(source.surfaceId());
            create(surface);
            Bytes pixels = surface.copyOf(surface.bounds());
            enqueueDrawing(
                    new SurfaceArea(surface.id(), surface.bounds(), surface.format(), pixels),
                    surface.id(),
                    surface.bounds());
        }
    }

    /** What was added before may have made the pipe fall back to dirty regions; then this joins them. */
    private void enqueueDrawing(DisplayItem item, int surfaceId, Rect area) {
        if (!pipe.isDirty()) {
            pipe.add(item, loop.nanoTime());
        } else if (item instanceof Draw) {
            pipe.damageInsteadOfDrawing(surfaceId, area);
        } else {
            pipe.damage(surfaceId, area);
        }
    }

    private void create(Surface surface) {
        known.add(surface.id());
        pipe.add(new CreateSurface(surface.id(), surface.width(), surface.height(), surface.format()), loop.nanoTime());
    }

    @Override
    protected void drain() {
        if (sender != null) {
            sender.drain();
        }
    }

    private void drainGuarded() {
        channel.guarded(this, DisplayChannelClient::drain);
    }

    /** What the client has only about, and what will mend it. */
    LossyRegions lossy() {
        return refresh.lossy();
    }

    /** What sending needs of a channel of a session. */
    private final class SocketWay implements DisplaySender.Way {

        @Override
        public boolean maySend() {
            return DisplayChannelClient.this.maySend() && linkTakesMore();
        }

        @Override
        public void send(ServerMessage message) {
            DisplayChannelClient.this.send(message);
        }

        @Override
        public void onSent() {
            link.onSent();
        }

        @Override
        public long lastSerial() {
            return outbox().lastSerial();
        }

        @Override
        public Wish compression() {
            CompressionPolicy policy = channel.compression();
            return new Wish(
                    word.preferred().orElse(policy.images()),
                    policy.zlibOverGlz() != WanCompression.NEVER,
                    mayLose(policy));
        }

        @Override
        public void onIdle() {
            channel.onClientIdle();
        }

        @Override
        public void onQuiet() {
            if (isStopped()) {
                channel.onClientIdle();
            }
        }

        @Override
        public void guarded(Runnable action) {
            channel.guarded(DisplayChannelClient.this, client -> action.run());
        }
    }

    private boolean mayLose(CompressionPolicy policy) {
        return switch (policy.jpeg()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> link.wasSaturated() && link.bytesPerSecond().orElse(Long.MAX_VALUE) < SLOW_BYTES_PER_SECOND;
        };
    }

    /** What it offers counts only if the session does not know yet. */
    private DisplaySender newSender(long pixmapCachePixels, int glzWindowPixels) {
        PixmapCache pixmaps = session().pixmapCache(pixmapCachePixels);
        GlzDictionary dictionary = session().glzDictionary(glzWindowPixels);
        ImageCompressor images =
                new ImageCompressor(peer().capabilities().has(DisplayCapability.LZ4_COMPRESSION), dictionary);
        compressor = images;
        return new DisplaySender(
                pipe,
                channel.surfaces(),
                new ImageMarshaller(
                        images,
                        pixmaps,
                        session().displayOrder(),
                        peer().channel().id()),
                streams,
                refresh,
                lane(),
                loop,
                new SocketWay());
    }

    private CompressionLane lane() {
        return session().compressionLane(loop, channel.workers());
    }

    private void cancelInitTimer() {
        if (initTimer != null) {
            initTimer.cancel();
            initTimer = null;
        }
    }

    private final class OwnMessages implements DisplayClientMessage.Handler {

        @Override
        public void onInit(DisplayInit message) {
            if (isInitialised()) {
                throw ProtocolException.channel("display init: expected once");
            }
            cancelInitTimer();
            word.onInit(message);
            sender = newSender(message.pixmapCacheSizePixels(), message.glzDictionaryWindowPixels());
            pipe.add(new Say(new InvalAllPalettes()), loop.nanoTime());
            channel.onClientInitialised(DisplayChannelClient.this);
        }

        @Override
        public void onStreamReport(StreamReport message) {
            streams.onReport(message);
        }

        @Override
        public void onPreferredCompression(PreferredCompression message) {
            word.onPreferredCompression(message);
        }

        @Override
        public void onGlDrawDone(GlDrawDone message) {
            throw ProtocolException.channel("gl draw done: expected only after GL_DRAW");
        }

        /** A wish, and MJPEG is all there is. */
        @Override
        public void onPreferredVideoCodecType(PreferredVideoCodecType message) {}
    }
}
