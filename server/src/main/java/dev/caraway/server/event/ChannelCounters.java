package dev.caraway.server.event;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.protocol.image.JpegAlphaData;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.image.Lz4Data;
import dev.caraway.protocol.image.LzPaletteData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.ZlibGlzRgbData;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one channel of one client has been told and has said so far. Only on the loop. */
public final class ChannelCounters {

    private final Map<ImageType, ImageCount> images = new EnumMap<>(ImageType.class);
    private long messagesReceived;
    private long bytesReceived;
    private long cacheHits;

    /** A whole message came; its body has so many bytes. */
    public void onReceived(int bodyBytes) {
        messagesReceived++;
        bytesReceived += bodyBytes;
    }

    /** A message leaves; those that draw have images in them. */
    public void onSent(ServerMessage message) {
        if (message instanceof DrawMessage drawing) {
            drawing.images().forEach(this::count);
        }
    }

    /** How many images of each type were sent, in the order of the types. */
    public List<ImageCount> images() {
        return new ArrayList<>(images.values());
    }

    /** The counts that begin at zero with the channel. */
    public Map<Counter, Long> counts() {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        counts.put(Counter.MESSAGES_RECEIVED, messagesReceived);
        counts.put(Counter.BYTES_RECEIVED, bytesReceived);
        counts.put(Counter.CACHE_HITS, cacheHits);
        return counts;
    }

    private void count(Image image) {
        ImageType type = image.data().type();
        if (type == ImageType.FROM_CACHE || type == ImageType.FROM_CACHE_LOSSLESS) {
            cacheHits++;
        }
        long pixels = (long) image.descriptor().width() * image.descriptor().height();
        images.merge(type, new ImageCount(type, 1, pixels, bytes(image.data())), ImageCount::plus);
    }

    /** The bytes that hold the pixels; none where the client has them already. */
    private static long bytes(ImageData data) {
        if (data instanceof BitmapData raw) {
            return raw.data().length();
        } else if (data instanceof QuicData quic) {
            return quic.data().length();
        } else if (data instanceof LzRgbData lz) {
            return lz.data().length();
        } else if (data instanceof LzPaletteData lz) {
            return lz.data().length();
        } else if (data instanceof GlzRgbData glz) {
            return glz.data().length();
        } else if (data instanceof ZlibGlzRgbData glz) {
            return glz.data().length();
        } else if (data instanceof JpegData jpeg) {
            return jpeg.data().length();
        } else if (data instanceof JpegAlphaData jpeg) {
            return jpeg.data().length();
        }
        return data instanceof Lz4Data lz4 ? lz4.data().length() : 0;
    }
}
