package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import java.util.TreeMap;

/**
 * The images that a client keeps because later ones may refer to them; all its display channels share it.
 *
 * <p>Channels are not in step with each other, so images come out of order. Only when none is missing up to some image does
 * that image's distance to its head say which older ones are forgotten. One thread at a time.
 */
public final class GlzWindow {

    private static final class Image {

        private final LzImageType type;
        /** One unit a pixel, in stream order; RGBA has its alpha in the upper byte. */
        private final int[] pixels;

        private final long headDistance;

        Image(GlzHeader header, int[] pixels) {
            this.type = header.type();
            this.pixels = pixels;
            this.headDistance = header.headDistance();
        }
    }

    private final long pixelsMax;
    private final TreeMap<Long, Image> images = new TreeMap<>();
    private long pixelSum;

    /** All images before this one have come. */
    private long firstMissingId;

    /** All images before this one were forgotten. */
    private long oldestId;

    /**
     * @param pixelsMax what the window may hold at most, the image that is being decompressed included; a server stays
     *     below twice the offered window on a single channel
     */
    public GlzWindow(long pixelsMax) {
        this.pixelsMax = pixelsMax;
    }

    /** The images that are kept. */
    public int imageCount() {
        return images.size();
    }

    /** Whether the image has come and was not forgotten yet. */
    public boolean holds(long imageId) {
        return images.containsKey(imageId);
    }

    /** Forgets everything, as a client does that was told that all images are invalid; ids start at 0 again. */
    public void clear() {
        images.clear();
        pixelSum = 0;
        firstMissingId = 0;
        oldestId = 0;
    }

    void refuseUnexpected(GlzHeader header) {
        long id = header.imageId();
        if (id < oldestId || images.containsKey(id)) {
            throw new ImageFormatException("glz image id: expected a new one from " + oldestId + " on, got " + id);
        }
        if (pixelSum + header.pixels() > pixelsMax) {
            throw new ImageFormatException(
                    "glz window: expected at most " + pixelsMax + " pixels, got " + (pixelSum + header.pixels()));
        }
    }

    /** The pixels of an earlier image, which must have come and be of this type. */
    int[] pixels(long imageId, LzImageType type) {
        Image image = images.get(imageId);
        if (image == null) {
            throw new ImageFormatException("glz reference: expected an image of the window, got " + imageId);
        }
        if (image.type != type) {
            throw new ImageFormatException("glz reference: expected a " + type + " image, got " + image.type);
        }
        return image.pixels;
    }

    void add(GlzHeader header, int[] pixels) {
        images.put(header.imageId(), new Image(header, pixels));
        pixelSum += pixels.length;
        while (images.containsKey(firstMissingId)) {
            firstMissingId++;
        }
        Image last = images.get(firstMissingId - 1);
        if (last != null) {
            forgetBefore(firstMissingId - 1 - last.headDistance);
        }
    }

    private void forgetBefore(long imageId) {
        if (imageId <= oldestId) {
            return;
        }
        oldestId = imageId;
        while (images.firstKey() < imageId) {
            pixelSum -= images.pollFirstEntry().getValue().pixels.length;
        }
    }
}
