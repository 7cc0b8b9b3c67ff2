package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.glz.GlzDecoder;
import dev.caraway.codecs.glz.GlzWindow;
import dev.caraway.codecs.glz.ZlibGlz;
import dev.caraway.codecs.lz.LzDecoder;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.quic.QuicDecoder;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.base.WaitForChannels;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.Mark;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceDestroy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.FromCacheLossless;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.JpegAlphaData;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.image.ZlibGlzRgbData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.surface.Surface;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simplest client that can be right: it does what each message says and complains about what makes no sense. */
final class NaiveClient {

    private static final int ACK_WINDOW = 20;
    private static final int GLZ_WINDOW_PIXELS = 5000;
    private static final int PIXELS_MAX = 1 << 24;

    private RecordingOutbox outbox;
    private DisplayChannelClient channel;
    private final Map<Integer, Surface> surfaces = new HashMap<>();
    private final Map<Long, Kept> cache;
    private final VideoScreen video = new VideoScreen();
    private final List<ServerMessage> seen = new ArrayList<>();
    private final GlzDecoder glz;
    private final Deque<ServerMessage> untaken = new ArrayDeque<>();
    private final Map<Integer, NaiveClient> displays;
    private long lastSerial;
    private int untilAck;

    /** An image in the cache. */
    private record Kept(BitmapData bitmap, boolean isLossy) {}

    private boolean acknowledges = true;
    private boolean answersPings = true;
    private boolean isUnknown;

    NaiveClient(RecordingOutbox outbox, DisplayChannelClient channel) {
        this(outbox, channel, new GlzWindow(2L * GLZ_WINDOW_PIXELS));
    }

    /** The first display channel of a client with this window. */
    NaiveClient(RecordingOutbox outbox, DisplayChannelClient channel, GlzWindow window) {
        this.outbox = outbox;
        this.channel = channel;
        cache = new HashMap<>();
        glz = new GlzDecoder(window);
        displays = new HashMap<>();
        displays.put(channel.peer().channel().id(), this);
    }

    /** One more display channel of a client; they have their images in common. */
    NaiveClient(RecordingOutbox outbox, DisplayChannelClient channel, NaiveClient sibling) {
        this.outbox = outbox;
        this.channel = channel;
        cache = sibling.cache;
        glz = sibling.glz;
        displays = sibling.displays;
        displays.put(channel.peer().channel().id(), this);
    }

    /** Goes on with another host, having read everything that this one has sent. */
    void swap(RecordingOutbox newOutbox, DisplayChannelClient newChannel) {
        assertThat(outbox.take()).as("what is left at the source").isEmpty();
        outbox = newOutbox;
        channel = newChannel;
    }

    /** The same, but the other host knows nothing of it, and makes surfaces that it has. */
    void swapBlindly(RecordingOutbox newOutbox, DisplayChannelClient newChannel) {
        swap(newOutbox, newChannel);
        isUnknown = true;
    }

    void initialise(long cachePixels) {
        say(new DisplayInit(1, cachePixels, 1, GLZ_WINDOW_PIXELS));
    }

    void stopAcknowledging() {
        acknowledges = false;
    }

    void stopAnsweringPings() {
        answersPings = false;
    }

    /** Takes what was sent to it; whether there was anything. */
    boolean receive() {
        List<ServerMessage> messages = outbox.take();
        for (ServerMessage message : messages) {
            receive(message);
        }
        return !messages.isEmpty();
    }

    /** Takes the next message alone, unless that has to wait for another channel; whether it did. */
    boolean receiveNext() {
        untaken.addAll(outbox.take());
        ServerMessage next = untaken.peek();
        if (next == null || mustWait(next)) {
            return false;
        }
        try {
            receive(next);
        } catch (ImageFormatException notYet) {
            // What it refers to has not come; nothing has been drawn or kept.
            return false;
        }
        untaken.remove();
        return true;
    }

    private boolean mustWait(ServerMessage next) {
        if (next instanceof WaitForChannels wait) {
            return wait.waitList().stream()
                    .anyMatch(each -> present(displays.get(each.channelId()), "display " + each.channelId()).lastSerial
                            < each.messageSerial());
        }
        return next instanceof DrawMessage drawing
                && drawing.images().stream()
                        .anyMatch(image -> image.data() instanceof FromCache
                                && !cache.containsKey(image.descriptor().id()));
    }

    /** Whether nothing is left that it could take. */
    boolean hasHeardEverything() {
        untaken.addAll(outbox.take());
        return untaken.isEmpty();
    }

    DisplayChannelClient channel() {
        return channel;
    }

    /** The ids of what the client keeps. */
    Set<Long> cachedIds() {
        return cache.keySet();
    }

    /** Shows the video frames that it has, and tells the server that it did. */
    void showFrames() {
        if (!video.isEmpty()) {
            video.show(raster(0)).forEach(this::say);
        }
    }

    Map<Integer, Surface> surfaces() {
        return surfaces;
    }

    List<ServerMessage> seen() {
        return seen;
    }

    boolean isMarked() {
        return seen.stream().anyMatch(Mark.class::isInstance);
    }

    private void receive(ServerMessage message) {
        obey(message);
        seen.add(message);
        lastSerial++;
        if (!(message instanceof SetAck) && untilAck > 0 && --untilAck == 0) {
            untilAck = ACK_WINDOW;
            if (acknowledges) {
                say(new Ack());
            }
        }
    }

    private void obey(ServerMessage message) {
        if (message instanceof SetAck setAck) {
            untilAck = ACK_WINDOW;
            say(new AckSync(setAck.generation()));
        } else if (message instanceof Ping ping) {
            if (answersPings) {
                say(new Pong(ping.id(), ping.timestamp()));
            }
        } else if (message instanceof SurfaceCreate create) {
            Surface surface = new Surface(create.surfaceId(), create.width(), create.height(), create.format());
            Surface former = surfaces.put(create.surfaceId(), surface);
            assertThat(isUnknown || former == null).as("surface made once").isTrue();
        } else if (message instanceof InvalAllPixmaps) {
            cache.clear();
        } else if (message instanceof SurfaceDestroy destroy) {
            assertThat(destroy.surfaceId() != 0 || video.isEmpty())
                    .as("streams end before their surface")
                    .isTrue();
            assertThat(surfaces.remove(destroy.surfaceId()))
                    .as("surface destroyed")
                    .isNotNull();
        } else if (message instanceof InvalList list) {
            list.resources()
                    .forEach(resource -> assertThat(cache.remove(resource.id()))
                            .as("image to forget")
                            .isNotNull());
        } else if (message instanceof StreamMessage stream) {
            assertThat(surfaces).as("surface of a stream").containsKey(0);
            video.hear(stream);
        } else if (message instanceof DrawMessage drawing) {
            draw(drawing);
        } else if (message instanceof MonitorsConfig monitors) {
            assertThat(monitors.heads()).isNotEmpty();
        }
    }

    private void draw(DrawMessage drawing) {
        DrawMessage drawable = drawing.withImages(this::decoded);
        Renderer.draw(drawable, raster(drawing.base().surfaceId()), this::raster);
    }

    private Image decoded(Image image) {
        ImageDescriptor descriptor = image.descriptor();
        ImageData data = image.data();
        if (data instanceof FromCache || data instanceof FromCacheLossless) {
            Kept kept = present(cache.get(descriptor.id()), "cached image " + descriptor.id());
            assertThat(kept.isLossy && data instanceof FromCacheLossless)
                    .as("an image that the client would wait for for ever")
                    .isFalse();
            return new Image(descriptor, kept.bitmap);
        }
        boolean isLossy = data instanceof JpegData || data instanceof JpegAlphaData;
        if (!(data instanceof BitmapData) && !(data instanceof SurfaceData)) {
            data = bitmap(decompressed(data));
        }
        if (descriptor.has(ImageDescriptor.CACHE_ME)) {
            assertThat(cache.put(descriptor.id(), new Kept((BitmapData) data, isLossy)))
                    .as("image cached twice")
                    .isNull();
        } else if (descriptor.has(ImageDescriptor.CACHE_REPLACE_ME)) {
            assertThat(isLossy).as("replacement that lost detail").isFalse();
            assertThat(present(cache.put(descriptor.id(), new Kept((BitmapData) data, false)), "image to replace")
                            .isLossy)
                    .as("image to replace lost detail")
                    .isTrue();
        }
        return new Image(descriptor, data);
    }

    private Raster decompressed(ImageData data) {
        if (data instanceof LzRgbData lz) {
            Bytes bytes = lz.data();
            return new LzDecoder().decompress(bytes.array(), bytes.offset(), bytes.length(), PIXELS_MAX);
        }
        if (data instanceof QuicData quic) {
            Bytes bytes = quic.data();
            return new QuicDecoder().decompress(bytes.array(), bytes.offset(), bytes.length(), PIXELS_MAX);
        }
        if (data instanceof GlzRgbData image) {
            Bytes bytes = image.data();
            return glz.decompress(bytes.array(), bytes.offset(), bytes.length());
        }
        if (data instanceof ZlibGlzRgbData image) {
            byte[] inflated = new byte[image.glzSizeBytes()];
            try (ZlibGlz zlib = new ZlibGlz()) {
                Bytes bytes = image.data();
                zlib.decompress(bytes.array(), bytes.offset(), bytes.length(), inflated, 0, inflated.length);
            }
            return glz.decompress(inflated, 0, inflated.length);
        }
        if (data instanceof JpegData jpeg) {
            return jpeg(jpeg.data());
        }
        if (data instanceof JpegAlphaData both) {
            return jpegAlpha(both);
        }
        throw new AssertionError(data.type() + ": expected an image that this client decodes");
    }

    private static Raster jpeg(Bytes file) {
        BufferedImage picture = VideoScreen.decoded(file);
        Raster raster = Raster.allocate(PixelFormat.XRGB32, picture.getWidth(), picture.getHeight());
        for (int y = 0; y < raster.height(); y++) {
            for (int x = 0; x < raster.width(); x++) {
                int colour = picture.getRGB(x, y);
                int at = raster.pixelOffset(x, y);
                raster.pixels()[at] = (byte) colour;
                raster.pixels()[at + 1] = (byte) (colour >> 8);
                raster.pixels()[at + 2] = (byte) (colour >> 16);
            }
        }
        return raster;
    }

    /** The colours, with the fourth bytes of the image that follows. */
    private static Raster jpegAlpha(JpegAlphaData both) {
        Bytes data = both.data();
        byte[] lz =
                Arrays.copyOfRange(data.array(), data.offset() + both.jpegSizeBytes(), data.offset() + data.length());
        Raster alpha = new LzDecoder().decompress(lz, 0, lz.length, PIXELS_MAX);
        assertThat(alpha.lineOrder() == LineOrder.TOP_DOWN)
                .as("line order in two places")
                .isEqualTo((both.flags() & JpegAlphaData.TOP_DOWN) != 0);
        byte[] file = Arrays.copyOfRange(data.array(), data.offset(), data.offset() + both.jpegSizeBytes());
        Raster colours = jpeg(Bytes.wrap(file));
        Raster raster = Raster.allocate(PixelFormat.RGBA32, colours.width(), colours.height());
        System.arraycopy(colours.pixels(), 0, raster.pixels(), 0, colours.pixels().length);
        for (int y = 0; y < raster.height(); y++) {
            for (int x = 0; x < raster.width(); x++) {
                raster.pixels()[raster.pixelOffset(x, y) + 3] = alpha.pixels()[alpha.pixelOffset(x, y) + 3];
            }
        }
        return raster;
    }

    private static BitmapData bitmap(Raster raster) {
        BitmapFormat format = raster.format() == PixelFormat.RGBA32 ? BitmapFormat.RGBA : BitmapFormat.THIRTY_TWO_BIT;
        Bytes pixels = Bytes.wrap(raster.pixels());
        return new BitmapData(
                format, BitmapData.TOP_DOWN, raster.width(), raster.height(), raster.strideBytes(), null, pixels);
    }

    private Raster raster(int surfaceId) {
        return present(surfaces.get(surfaceId), "surface " + surfaceId).raster();
    }

    private static <T> T present(@Nullable T value, String what) {
        return Optional.ofNullable(value).orElseThrow(() -> new AssertionError(what + ": expected at the client"));
    }

    void say(ClientMessage message) {
        channel.onMessage(message.opcode(), SpiceWriter.encode(message));
    }
}
