package dev.caraway.server.display;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.ChannelWait;
import dev.caraway.protocol.base.WaitForChannels;
import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.InvalPalette;
import dev.caraway.protocol.display.ResourceId;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.CachedPalette;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.FromCacheLossless;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.JpegAlphaData;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.image.LzPaletteData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.PaletteSource;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.DisplayOrder;
import dev.caraway.server.cache.PaletteCache;
import dev.caraway.server.cache.PixmapCache;
import dev.caraway.server.cache.PixmapCache.Evicted;
import dev.caraway.server.compression.ImageCompressor;
import dev.caraway.server.compression.ImageCompressor.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns the images of a drawing command into what travels, when the command has left the pipe: cached at the client,
 * compressed, or as they are.
 *
 * <p>It does so in three steps, of which only the middle one may happen on another thread: {@link #begin} asks the
 * caches, {@link Marshalling#compress} compresses, {@link #finish} enters into the caches what is sent now.
 *
 * <p>INVARIANT: an image joins the pixmap cache in the loop turn in which its message is sent, after it was compressed.
 */
final class ImageMarshaller {

    private final ImageCompressor compressor;
    private final PixmapCache pixmaps;
    private final DisplayOrder order;
    private final int channel;
    private PaletteCache palettes = new PaletteCache();

    /** @param channel the id of the display channel whose messages it makes */
    ImageMarshaller(ImageCompressor compressor, PixmapCache pixmaps, DisplayOrder order, int channel) {
        this.order = order;
        this.compressor = compressor;
        this.pixmaps = pixmaps;
        this.channel = channel;
    }

    /** Writes which palettes the client has. */
    void save(SpiceWriter out) {
        palettes.save(out);
    }

    /** Takes up what {@link #save} has written. */
    void restore(SpiceReader in) {
        palettes = PaletteCache.restore(in);
    }

    /** A command on its way from the pipe to the wire. */
    final class Marshalling {

        private final DrawMessage drawable;
        private final Wish wish;
        private final List<Image> images = new ArrayList<>();
        private final Set<Long> pinned = new HashSet<>();
        /** Which of the images may lose detail: their places. */
        private final Set<Integer> losing = new HashSet<>();

        private long pixels;
        private long firstGlzId;
        private long endGlzId;
        private boolean isLossy;

        private Marshalling(DrawMessage drawable, Wish wish) {
            this.drawable = drawable;
            this.wish = wish;
            for (Image image : drawable.images()) {
                boolean mayLose = images.isEmpty() && wish.mayLose() && LossyRegions.maySourceLose(drawable);
                images.add(prepared(image, mayLose));
            }
        }

        DrawMessage drawable() {
            return drawable;
        }

        /** Whether the client gets an image of it that lost detail; known once it is finished. */
        boolean isLossy() {
            return isLossy;
        }

        /** How many pixels are to be compressed. */
        long pixels() {
            return pixels;
        }

        /** Compresses what has to be sent; on any one thread. */
        void compress() {
            firstGlzId = compressor.nextGlzImageId();
            for (int at = 0; at < images.size(); at++) {
                Image image = images.get(at);
                if (image.data() instanceof BitmapData bitmap) {
                    Wish its = losing.contains(at) ? wish : wish.lossless();
                    ImageData data = compressor.compress(IndexOrder.leftmostHighest(bitmap), its);
                    images.set(at, new Image(image.descriptor(), data));
                }
            }
            endGlzId = compressor.nextGlzImageId();
        }

        private boolean hasGlz() {
            return firstGlzId < endGlzId;
        }

        private Image prepared(Image image, boolean mayLose) {
            ImageDescriptor given = image.descriptor();
            if (!(image.data() instanceof BitmapData)) {
                // The flags of a surface image mean nothing, and recordings hold rubbish there.
                return new Image(withFlags(given, 0), image.data());
            }
            if (given.has(ImageDescriptor.CACHE_ME)) {
                boolean isThere = pinned.contains(given.id()) || pixmaps.pin(given.id());
                if (isThere) {
                    pinned.add(given.id());
                }
                if (isThere && (mayLose || !pixmaps.isLossy(given.id()))) {
                    return fromCache(given);
                }
                if (isTwice(given.id())) {
                    // Twice in one command: the client might look for one before it has kept the other.
                    return counted(new Image(withoutCaching(given), image.data()));
                }
                if (isThere) {
                    return counted(new Image(replacing(given), image.data()));
                }
            }
            if (mayLose) {
                losing.add(images.size());
            }
            return counted(image);
        }

        private Image fromCache(ImageDescriptor given) {
            isLossy |= pixmaps.isLossy(given.id());
            ImageData data = pixmaps.wasReplaced(given.id()) ? new FromCacheLossless() : new FromCache();
            return new Image(withFlags(given, 0), data);
        }

        private boolean isTwice(long id) {
            return drawable.images().stream()
                            .filter(other -> isCached(other, id))
                            .count()
                    > 1;
        }

        private static boolean isCached(Image image, long id) {
            return image.descriptor().id() == id && image.descriptor().has(ImageDescriptor.CACHE_ME);
        }

        private Image counted(Image image) {
            pixels += (long) image.descriptor().width() * image.descriptor().height();
            return image;
        }
    }

    /** First step: what the client has already need not be sent. */
    Marshalling begin(DrawMessage drawable, Wish wish) {
        return new Marshalling(drawable, wish);
    }

    /**
     * Last step: what has to be sent now, in this order; the drawing comes last.
     *
     * @param lastSerial of the messages sent before
     */
    List<ServerMessage> finish(Marshalling marshalling, long lastSerial) {
        List<ServerMessage> messages = new ArrayList<>();
        List<ResourceId> victims = new ArrayList<>();
        SortedMap<Integer, Long> before =
                marshalling.hasGlz() ? order.beforeImages(channel, marshalling.endGlzId) : new TreeMap<>();
        Iterator<Image> compressed = marshalling.images.iterator();
        DrawMessage drawing = marshalling.drawable.withImages(original -> {
            Image image = compressed.next();
            marshalling.isLossy |= isLossy(image);
            if (image.descriptor().has(ImageDescriptor.CACHE_ME)) {
                image = cached(image, marshalling, victims, before);
            } else if (image.descriptor().has(ImageDescriptor.CACHE_REPLACE_ME)) {
                pixmaps.replace(image.descriptor().id());
            }
            return new Image(image.descriptor(), withPaletteCached(image.data(), messages));
        });
        waits(before).ifPresent(messages::add);
        if (!victims.isEmpty()) {
            messages.add(new InvalList(victims));
            long invalSerial = lastSerial + messages.size();
            victims.forEach(victim -> pixmaps.onForgotten(victim.id(), channel, invalSerial));
        }
        messages.add(drawing);
        long serial = lastSerial + messages.size();
        marshalling.pinned.forEach(id -> pixmaps.release(id, channel, serial));
        if (marshalling.hasGlz()) {
            order.onImages(channel, marshalling.firstGlzId, marshalling.endGlzId, serial);
        }
        return messages;
    }

    private Image cached(
            Image image, Marshalling marshalling, List<ResourceId> victims, SortedMap<Integer, Long> before) {
        ImageDescriptor descriptor = image.descriptor();
        long pixels = (long) descriptor.width() * descriptor.height();
        // Another display channel may have been quicker with the same image.
        Optional<Evicted> evicted =
                pixmaps.has(descriptor.id()) ? Optional.empty() : pixmaps.add(descriptor.id(), pixels, isLossy(image));
        if (evicted.isEmpty()) {
            return new Image(withoutCaching(descriptor), image.data());
        }
        marshalling.pinned.add(descriptor.id());
        evicted.get().ids().forEach(victim -> victims.add(new ResourceId(ResourceId.PIXMAP, victim)));
        evicted.get().before().forEach((other, serial) -> before.merge(other, serial, Math::max));
        return image;
    }

    /** What the client must have had on its other display channels before it goes on with this one. */
    private Optional<WaitForChannels> waits(SortedMap<Integer, Long> before) {
        List<ChannelWait> waits = order.await(channel, before).entrySet().stream()
                .map(wait -> new ChannelWait(ChannelType.DISPLAY.code(), wait.getKey(), wait.getValue()))
                .toList();
        return waits.isEmpty() ? Optional.empty() : Optional.of(new WaitForChannels(waits));
    }

    private ImageData withPaletteCached(ImageData data, List<ServerMessage> messages) {
        if (data instanceof BitmapData bitmap && bitmap.palette() instanceof Palette palette) {
            Sent sent = sent(palette, messages);
            return new BitmapData(
                    bitmap.format(),
                    (bitmap.flags() & BitmapData.TOP_DOWN) | sent.flag,
                    bitmap.width(),
                    bitmap.height(),
                    bitmap.stride(),
                    sent.palette,
                    bitmap.data());
        }
        if (data instanceof LzPaletteData lz && lz.palette() instanceof Palette palette) {
            Sent sent = sent(palette, messages);
            return new LzPaletteData((lz.flags() & LzPaletteData.TOP_DOWN) | sent.flag, sent.palette, lz.data());
        }
        return data;
    }

    /** How a palette travels, and what the image's flags say of it: the same bits in raw and in compressed images. */
    private record Sent(PaletteSource palette, int flag) {}

    /** A palette that the client has is named; one that it lacks it keeps from now on, unless it has no name. */
    private Sent sent(Palette palette, List<ServerMessage> messages) {
        long unique = palette.unique();
        if (unique == 0) {
            return new Sent(palette, 0);
        }
        if (palettes.hit(unique)) {
            return new Sent(new CachedPalette(unique), BitmapData.PAL_FROM_CACHE);
        }
        palettes.add(unique).ifPresent(evicted -> messages.add(new InvalPalette(evicted)));
        return new Sent(palette, BitmapData.PAL_CACHE_ME);
    }

    private static boolean isLossy(Image image) {
        return image.data() instanceof JpegData || image.data() instanceof JpegAlphaData;
    }

    private static ImageDescriptor replacing(ImageDescriptor descriptor) {
        return withFlags(
                descriptor, (descriptor.flags() & ~ImageDescriptor.CACHE_ME) | ImageDescriptor.CACHE_REPLACE_ME);
    }

    private static ImageDescriptor withoutCaching(ImageDescriptor descriptor) {
        return withFlags(descriptor, descriptor.flags() & ~ImageDescriptor.CACHE_ME);
    }

    private static ImageDescriptor withFlags(ImageDescriptor descriptor, int flags) {
        return new ImageDescriptor(descriptor.id(), flags, descriptor.width(), descriptor.height());
    }
}
