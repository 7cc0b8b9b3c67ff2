package dev.caraway.server.display;

import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.ResourceId;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.server.cache.PixmapCache;
import dev.caraway.server.compression.ImageCompressor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the images of a drawing command into what travels, at the moment when the command leaves the pipe: cached at
 * the client, compressed, or as they are.
 *
 * <p>INVARIANT: an image joins the pixmap cache in the loop turn in which its message is sent, after it was compressed.
 */
final class ImageMarshaller {

    private final ImageCompressor compressor;
    private final PixmapCache cache;

    ImageMarshaller(ImageCompressor compressor, PixmapCache cache) {
        this.compressor = compressor;
        this.cache = cache;
    }

    /**
     * What has to be sent, and in which order.
     *
     * @param invalidation of images that make room; it goes first
     */
    record Marshalled(Optional<InvalList> invalidation, DrawMessage drawing) {}

    Marshalled marshal(DrawMessage drawable) {
        Set<Long> inUse = new HashSet<>();
        List<ResourceId> evicted = new ArrayList<>();
        DrawMessage drawing = drawable.withImages(image -> marshal(image, inUse, evicted));
        return new Marshalled(evicted.isEmpty() ? Optional.empty() : Optional.of(new InvalList(evicted)), drawing);
    }

    private Image marshal(Image image, Set<Long> inUse, List<ResourceId> evicted) {
        ImageDescriptor given = image.descriptor();
        if (!(image.data() instanceof BitmapData bitmap)) {
            // The flags of a surface image mean nothing, and recordings hold rubbish there.
            return new Image(new ImageDescriptor(given.id(), 0, given.width(), given.height()), image.data());
        }
        if (!given.has(ImageDescriptor.CACHE_ME)) {
            return new Image(given, compressor.compress(bitmap));
        }
        long id = given.id();
        if (cache.hit(id)) {
            inUse.add(id);
            ImageDescriptor known = new ImageDescriptor(id, 0, given.width(), given.height());
            return new Image(known, new FromCache());
        }
        var data = compressor.compress(bitmap);
        Optional<List<Long>> victims = cache.add(id, (long) given.width() * given.height(), inUse);
        if (victims.isEmpty()) {
            int flags = given.flags() & ~ImageDescriptor.CACHE_ME;
            return new Image(new ImageDescriptor(id, flags, given.width(), given.height()), data);
        }
        inUse.add(id);
        victims.get().forEach(victim -> evicted.add(new ResourceId(ResourceId.PIXMAP, victim)));
        return new Image(given, data);
    }
}
