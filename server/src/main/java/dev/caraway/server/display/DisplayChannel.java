package dev.caraway.server.display;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import dev.caraway.server.video.StreamFinding;
import dev.caraway.server.video.StreamingMode;
import dev.caraway.server.video.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared half of the display channel: the guest's surfaces, and the clients that see them. On the loop only.
 *
 * <p>Commands were checked where they entered the server; here they are drawn on the server's own surfaces and put into
 * the pipe of every client.
 */
public final class DisplayChannel {

    private static final Logger LOG = LoggerFactory.getLogger(DisplayChannel.class);

    private final Loop loop;
    private final MultiMediaClock clock;
    private final CompressionPolicy compression;
    private final Executor workers;
    private final IntConsumer onViewers;
    private final Surfaces surfaces = new Surfaces();
    private final DisplayStreams streams;
    private final List<DisplayChannelClient> clients = new ArrayList<>();
    private final List<SurfaceCopy> copies = new ArrayList<>();
    private final SurfaceArrivals restored = new SurfaceArrivals();
    private final List<Runnable> awaitingDrain = new ArrayList<>();
    private @Nullable List<Head> heads;
    private int headsOffered = 1;

    /**
     * @param clock that the clients follow
     * @param workers compress what would keep the loop too long
     * @param onViewers told the number of initialised clients whenever it changes
     */
    public DisplayChannel(
            Loop loop,
            MultiMediaClock clock,
            CompressionPolicy compression,
            StreamingMode streaming,
            Executor workers,
            IntConsumer onViewers) {
        this.loop = loop;
        this.clock = clock;
        this.compression = compression;
        this.streams = new DisplayStreams(
                streaming, loop, clock, ended -> forInitialised(client -> client.closeStream(ended)));
        this.workers = workers;
        this.onViewers = onViewers;
    }

    /** Clients may ask for so many monitors, and are told of no fewer than there are; before the first client comes. */
    public void offerHeads(int most) {
        headsOffered = most;
    }

    /** A client has linked a display channel. */
    public DisplayChannelClient admit(Session session, LinkedPeer peer, Outbox outbox) {
        DisplayChannelClient client = new DisplayChannelClient(this, session, peer, outbox, loop);
        clients.add(client);
        return client;
    }

    /** The guest's surfaces as they are now. */
    public Surfaces surfaces() {
        return surfaces;
    }

    /** Makes a surface that does not exist; {@code pixels} are its rows without gaps, or null for zeros. */
    public void createSurface(int id, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        Surface surface = added(id, width, height, format, pixels);
        if (id == Surfaces.PRIMARY) {
            showPrimary(surface, null);
        }
    }

    /** Makes the primary surface, divided into monitors from the start: clients see none come and go. */
    public void createPrimary(int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> divided) {
        showPrimary(added(Surfaces.PRIMARY, width, height, format, pixels), List.copyOf(divided));
    }

    private Surface added(int id, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        Surface surface = new Surface(id, width, height, format);
        if (pixels != null) {
            surface.fill(pixels);
        }
        surfaces.add(surface);
        copies.forEach(copy -> copy.onCreated(id));
        return surface;
    }

    private void showPrimary(Surface primary, @Nullable List<Head> divided) {
        heads = divided;
        forInitialised(client -> client.showPrimary(primary, monitors(primary)));
    }

    public void destroySurface(int id) {
        if (id == Surfaces.PRIMARY) {
            streams.endAll();
        }
        surfaces.remove(id);
        copies.forEach(copy -> copy.onDestroyed(id));
        forInitialised(client -> client.destroySurface(id));
    }

    /**
     * Draws a command that was checked. One that changes no pixel is forgotten: whoever has got everything before it has
     * what it would bring.
     */
    public void draw(DrawMessage drawable) {
        draw(drawable, UnaryOperator.identity());
    }

    /**
     * The same for a guest whose images may come again.
     *
     * @param recognised gives such an image the id by which clients know it
     */
    public void draw(DrawMessage drawable, UnaryOperator<Image> recognised) {
        Raster target = surfaces.get(drawable.base().surfaceId()).raster();
        if (!Renderer.wouldChange(drawable, target, id -> surfaces.get(id).raster())) {
            return;
        }
        StreamFinding finding = streams.onDrawing(drawable);
        // What is a frame of a video does not come again; and without clients it is nobody's.
        boolean mayComeAgain = finding.stream().isEmpty() && viewers() > 0;
        DrawMessage sent = mayComeAgain ? drawable.withImages(recognised) : drawable;
        // Clients first: a source they do not have yet is sent as it is before this command.
        forInitialised(client -> client.enqueue(sent, finding, surfaces));
        Renderer.draw(drawable, target, id -> surfaces.get(id).raster());
        copies.forEach(copy ->
                copy.onChanged(drawable.base().surfaceId(), drawable.base().box()));
        forInitialised(DisplayChannelClient::drain);
    }

    /** Divides the primary surface into monitors, until it is made anew. */
    public void configureHeads(List<Head> configured) {
        heads = List.copyOf(configured);
        surfaces.primary().ifPresent(primary -> {
            MonitorsConfig monitors = monitors(primary);
            forInitialised(client -> client.configureMonitors(monitors));
        });
    }

    /** How the primary surface is divided into monitors; empty without one. */
    public List<Head> heads() {
        return surfaces.primary().map(primary -> monitors(primary).heads()).orElse(List.of());
    }

    /** Runs {@code task} once no client has anything left to be sent, or none is there. */
    public void whenDrained(Runnable task) {
        awaitingDrain.add(task);
        onClientIdle();
    }

    /** The clients that see the display. */
    public int viewers() {
        return (int)
                clients.stream().filter(DisplayChannelClient::isInitialised).count();
    }

    MultiMediaClock clock() {
        return clock;
    }

    /** Copies the surfaces for another host while the guest goes on drawing; to be closed. */
    public SurfaceCopy copySurfaces() {
        SurfaceCopy copy = new SurfaceCopy(surfaces, copies::remove);
        copies.add(copy);
        return copy;
    }

    /** These pixels of the primary surface were changed without a command, since nobody sees them. */
    public void onDrawnUnseen(List<Rect> areas) {
        copies.forEach(copy -> areas.forEach(area -> copy.onChanged(Surfaces.PRIMARY, area)));
    }

    /** While the guest stands still to be moved, no video ends for want of frames. */
    void onClientHeld() {
        streams.hold(clients.stream().anyMatch(DisplayChannelClient::isHeld));
    }

    /** The videos that play, the oldest first. */
    List<VideoStream> playing() {
        return streams.all();
    }

    /** Writes which surfaces there are and how the primary one is divided; a {@link SurfaceCopy} brings the pixels. */
    public void saveShared(SpiceWriter out) {
        out.u16(surfaces.all().size());
        for (Surface surface : surfaces.all()) {
            out.u16(surface.id());
            out.u16(surface.width());
            out.u16(surface.height());
            out.u32(surface.format().code());
        }
        List<Head> configured = heads;
        out.u8(configured == null ? 0 : configured.size());
        if (configured != null) {
            configured.forEach(head -> head.encode(out));
        }
        streams.save(out);
    }

    /** A piece of a surface that {@link SurfaceCopy} has taken at another host. */
    public void restorePiece(SpiceReader in) {
        restored.take(in);
    }

    /**
     * Rows of a surface that another host has taken, top to bottom, or again what was drawn on since.
     *
     * @param area inside a surface of this size
     * @param pixels all of it, four bytes each
     * @throws dev.caraway.protocol.wire.WireException if rows before it are missing
     */
    public void restoreRows(int surfaceId, int width, int height, SurfaceFormat format, Rect area, Bytes pixels) {
        restored.take(new SurfaceArrivals.Kind(surfaceId, width, height, format), area, pixels);
    }

    /**
     * Takes up what another host has shown, after all pieces of its surfaces, in place of what was shown here. Clients
     * are told nothing; those that come from there have it already, and others are none.
     *
     * @throws dev.caraway.protocol.wire.WireException if no channel writes this, or pixels are missing; nothing has
     *     changed then
     */
    public void restoreShared(SpiceReader in) {
        List<Surface> arrived = restored.finish(in);
        List<Head> configured = SavedHeads.restore(in);
        streams.endAll();
        Rect bounds = arrived.stream()
                .filter(surface -> surface.id() == Surfaces.PRIMARY)
                .map(Surface::bounds)
                .findFirst()
                .orElse(Rect.EMPTY);
        streams.restore(in, bounds);
        List.copyOf(surfaces.all()).forEach(surface -> surfaces.remove(surface.id()));
        arrived.forEach(surfaces::add);
        heads = configured.isEmpty() ? null : configured;
    }

    /** The sessions of these clients. */
    public Stream<Session> viewingSessions() {
        return clients.stream().filter(DisplayChannelClient::isInitialised).map(DisplayChannelClient::session);
    }

    CompressionPolicy compression() {
        return compression;
    }

    Executor workers() {
        return workers;
    }

    void onClientInitialised(DisplayChannelClient client) {
        surfaces.primary().ifPresent(primary -> client.showPrimary(primary, monitors(primary)));
        client.openStreams(streams.all());
        onViewers.accept(viewers());
    }

    void onClientRestored() {
        onViewers.accept(viewers());
    }

    void onClientGone(DisplayChannelClient client) {
        clients.remove(client);
        onClientHeld();
        if (client.isInitialised()) {
            onViewers.accept(viewers());
        }
        onClientIdle();
    }

    void onClientIdle() {
        if (!awaitingDrain.isEmpty() && clients.stream().allMatch(DisplayChannelClient::isIdle)) {
            List<Runnable> due = List.copyOf(awaitingDrain);
            awaitingDrain.clear();
            due.forEach(Runnable::run);
        }
    }

    /** What clients are told of monitors; none without a primary surface. */
    Optional<MonitorsConfig> monitors() {
        return surfaces.primary().map(this::monitors);
    }

    private MonitorsConfig monitors(Surface primary) {
        List<Head> configured = heads;
        if (configured == null) {
            configured = List.of(new Head(0, primary.id(), primary.width(), primary.height(), 0, 0, 0));
        }
        return new MonitorsConfig(Math.max(headsOffered, configured.size()), configured);
    }

    /** What goes wrong for one client ends that one alone; the guest and the others go on. */
    void guarded(DisplayChannelClient client, Consumer<DisplayChannelClient> action) {
        try {
            action.accept(client);
        } catch (RuntimeException | AssertionError e) {
            LOG.error("{} Closing the client after a mistake of ours", client, e);
            client.closeSession("a mistake of the server");
        }
    }

    private void forInitialised(Consumer<DisplayChannelClient> action) {
        for (DisplayChannelClient client : List.copyOf(clients)) {
            if (client.isInitialised()) {
                guarded(client, action);
            }
        }
    }
}
