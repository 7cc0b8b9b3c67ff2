package dev.caraway.server.session;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.DisplayOrder;
import dev.caraway.server.cache.PixmapCache;
import dev.caraway.server.compression.CompressionLane;
import dev.caraway.server.event.Counter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected client: its channels and what they share. It begins with its main channel and ends with it.
 *
 * <p>On the loop only.
 */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final int number;
    private final int connectionId;
    private final Sessions sessions;
    private final Map<ChannelId, SessionChannel> channels = new TreeMap<>();
    private @Nullable PixmapCache pixmapCache;
    private @Nullable GlzDictionary glzDictionary;
    private GlzArrival glzArrival = new GlzArrival();
    private DisplayOrder displayOrder = new DisplayOrder(0);
    private @Nullable CompressionLane compressionLane;
    private Optional<SessionArrival> arrival = Optional.empty();
    private Bytes ticketProof = Bytes.EMPTY;
    private boolean closing;

    Session(int number, int connectionId, Sessions sessions) {
        this.number = number;
        this.connectionId = connectionId;
        this.sessions = sessions;
    }

    /** What its channels name in their link messages; never 0. */
    public int connectionId() {
        return connectionId;
    }

    /** By what its ticket is known again; empty until a channel beside main is linked. */
    public Bytes ticketProof() {
        return ticketProof;
    }

    public void ticketProof(Bytes proof) {
        ticketProof = proof;
    }

    /** Who takes this client, while it is on its way here from another host. */
    public Optional<SessionArrival> arrival() {
        return arrival;
    }

    /** The client is on its way here; some of its dictionary may have come already. */
    void arriveBy(SessionArrival taker, GlzArrival glz) {
        arrival = Optional.of(taker);
        glzArrival = glz;
    }

    /** The client is one of ours, as any other. */
    public void hasArrived() {
        arrival = Optional.empty();
        sessions.moves().onArrived(this);
    }

    /** Who moves clients to another host. */
    public SessionMoves moves() {
        return sessions.moves();
    }

    public Optional<SessionChannel> channel(ChannelId channel) {
        return Optional.ofNullable(channels.get(channel));
    }

    public boolean has(ChannelId channel) {
        return channels.containsKey(channel);
    }

    public Collection<SessionChannel> channels() {
        return List.copyOf(channels.values());
    }

    /** Adds a channel that has just been linked. */
    public void add(SessionChannel channel) {
        SessionChannel replaced = channels.put(channel.peer().channel(), channel);
        assert replaced == null : channel;
        LOG.info(
                "{} Linked client={} tls={}",
                channel,
                channel.peer().client(),
                channel.peer().encrypted());
    }

    /** The mirror of the client's image cache; the first display channel that asks says how large it is. */
    public PixmapCache pixmapCache(long offeredPixels) {
        if (pixmapCache == null) {
            pixmapCache = new PixmapCache(offeredPixels);
        }
        return pixmapCache;
    }

    /**
     * The GLZ dictionary that the client mirrors; the first display channel that asks says how large it is. It belongs
     * to the {@link #compressionLane}.
     *
     * @param offeredPixels what the client offers in DISPLAY_INIT; clamped to what a dictionary can be
     */
    public GlzDictionary glzDictionary(int offeredPixels) {
        if (glzDictionary == null) {
            glzDictionary = new GlzDictionary(Math.max(1, Math.min(offeredPixels, GlzDictionary.WINDOW_PIXELS_MAX)));
        }
        return glzDictionary;
    }

    /** What the display channels have to wait for among each other. */
    public DisplayOrder displayOrder() {
        return displayOrder;
    }

    /**
     * The only display channel that has used them is gone, perhaps with messages that the client never got: nothing is
     * known any more of what it holds. A display channel that comes now starts anew. Ids go on behind the last image that
     * was sent, since a client that got all of it waits for no other; one that is being compressed is never sent.
     */
    public void forgetImages() {
        pixmapCache = null;
        displayOrder = new DisplayOrder(displayOrder.nextImageId());
        if (glzDictionary != null) {
            glzDictionary = new GlzDictionary(glzDictionary.windowPixels(), displayOrder.nextImageId());
        }
    }

    /** Nothing is known any more of the images that the client keeps under an id. */
    public void forgetPixmaps() {
        pixmapCache = null;
    }

    /** Whether what its display channels share is known: one of them has said how large it is. */
    public boolean hasImages() {
        return pixmapCache != null && glzDictionary != null;
    }

    /** Begins to copy the GLZ dictionary for another host, while it is used; empty if nothing is compressed yet. */
    public Optional<GlzCopy> copyGlzDictionary() {
        return Optional.ofNullable(compressionLane)
                .map(lane -> new GlzCopy(lane, () -> Optional.ofNullable(glzDictionary)));
    }

    /**
     * Takes a piece of another host's dictionary, as {@link GlzCopy} gives it; all of them come before
     * {@link #restoreState}.
     *
     * @throws dev.caraway.protocol.wire.WireException if no copy gives this
     */
    public void restoreGlzPiece(Bytes piece) {
        glzArrival.take(piece);
    }

    /** Writes what its display channels share, but for the dictionary's images; once none of them is sending. */
    public void saveState(SpiceWriter out) {
        PixmapCache pixmaps = pixmapCache;
        GlzDictionary dictionary = glzDictionary;
        out.bool8(pixmaps != null && dictionary != null);
        if (pixmaps != null && dictionary != null) {
            out.u32(dictionary.windowPixels());
            out.i64(dictionary.nextImageId());
            pixmaps.save(out);
            displayOrder.save(out);
        }
    }

    /**
     * Takes up what another host's session has written, before its channels do. Without all of the dictionary's images
     * it counts on from them: they are forgotten when the next one is sent.
     *
     * @throws dev.caraway.protocol.wire.WireException if no session writes this
     */
    public void restoreState(SpiceReader in) {
        if (in.bool8("session.has_images")) {
            glzDictionary = glzArrival.finish(in);
            pixmapCache = PixmapCache.restore(in);
            displayOrder = DisplayOrder.restore(in);
        }
    }

    /** Where the images for this client are compressed, by {@code workers} if they are large. */
    public CompressionLane compressionLane(Executor loop, Executor workers) {
        if (compressionLane == null) {
            compressionLane = new CompressionLane(loop, workers);
        }
        return compressionLane;
    }

    /** What was counted for all of its channels together. */
    public Map<Counter, Long> counts() {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        if (compressionLane != null) {
            counts.put(Counter.ENCODE_TIME, TimeUnit.NANOSECONDS.toMicros(compressionLane.workedNanos()));
            counts.put(Counter.ENCODED_PIXELS, compressionLane.workedPixels());
        }
        return counts;
    }

    /** Ends the session: every channel is closed. Harmless when repeated. */
    public void close(String reason) {
        if (closing) {
            return;
        }
        closing = true;
        LOG.info("{} Closing reason={}", this, reason);
        for (SessionChannel channel : channels()) {
            try {
                channel.close();
            } catch (RuntimeException | Error e) {
                LOG.error("{} A channel failed when it was closed", channel, e);
            }
        }
    }

    /** Whether it is on its way out, so that no channel may join it any more. */
    public boolean isClosing() {
        return closing;
    }

    void onChannelClosed(SessionChannel channel) {
        channels.remove(channel.peer().channel(), channel);
        arrival.ifPresent(taker -> taker.onClosed(channel));
        if (channel.peer().channel().type() == ChannelType.MAIN) {
            close("main channel gone");
        }
        if (channels.isEmpty()) {
            sessions.remove(this);
            LOG.info("{} Gone", this);
        }
    }

    /** As log lines name it: {@code s3}. */
    @Override
    public String toString() {
        return "s" + number;
    }
}
