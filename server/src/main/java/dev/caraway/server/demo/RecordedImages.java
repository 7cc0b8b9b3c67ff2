package dev.caraway.server.demo;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the images of drawing commands; like {@link RecordedDrawings}, now what is there and later what it means. */
final class RecordedImages {

    private static final int BITMAP = 0;
    private static final int QUIC = 1;
    private static final int SURFACE = 104;
    private static final int DIRECT = 1;

    /** The device knows no other flags. */
    private static final int DESCRIPTOR_FLAGS = ImageDescriptor.CACHE_ME | ImageDescriptor.HIGH_BITS_SET;

    private final RecordingText text;

    RecordedImages(RecordingText text) {
        this.text = text;
    }

    /** The pixels of a surface as an image. */
    static Image ofSurface(int surfaceId, int width, int height) {
        return new Image(new ImageDescriptor(0, 0, width, height), new SurfaceData(surfaceId));
    }

    /** An image, or none where the command has none. */
    Supplier<Optional<Image>> read() throws IOException {
        if (text.number("image") == 0) {
            return Optional::empty;
        }
        long id = text.number("descriptor.id");
        int type = text.int32("descriptor.type");
        int flags = text.int32("descriptor.flags");
        int width = text.int32("descriptor.width");
        int height = text.int32("descriptor.height");
        Supplier<ImageDescriptor> descriptor = () -> new ImageDescriptor(id, flags & DESCRIPTOR_FLAGS, width, height);
        return switch (type) {
            case BITMAP -> {
                Supplier<BitmapData> bitmap = bitmap();
                yield () -> Optional.of(new Image(descriptor.get(), bitmap.get()));
            }
            case QUIC -> {
                text.number("quic.data_size");
                Bytes data = text.chunks("quic.data");
                yield () -> Optional.of(new Image(descriptor.get(), new QuicData(data)));
            }
            case SURFACE -> {
                // Drivers leave the flags of such an image uninitialised.
                int surfaceId = text.int32("surface_image.surface_id");
                yield () ->
                        Optional.of(new Image(new ImageDescriptor(id, 0, width, height), new SurfaceData(surfaceId)));
            }
            default -> throw text.broken("expected an image of type 0, 1 or 104, got " + type);
        };
    }

    private Supplier<BitmapData> bitmap() throws IOException {
        int format = text.int32("bitmap.format");
        int flags = text.int32("bitmap.flags");
        int width = text.int32("bitmap.x");
        int height = text.int32("bitmap.y");
        int stride = text.int32("bitmap.stride");
        Palette palette = text.number("has_palette") == 0 ? null : palette();
        Bytes data = (flags & DIRECT) != 0 ? text.blob("image_data_flat") : text.chunks("bitmap.data");
        return () -> bitmap(format, flags & BitmapData.TOP_DOWN, width, height, stride, palette, data);
    }

    private Palette palette() throws IOException {
        int count = text.int32("qp.num_ents");
        if (count < 0 || count > Limits.PALETTE_COLORS) {
            throw text.broken("expected 0 to " + Limits.PALETTE_COLORS);
        }
        long unique = text.number("unique");
        List<Integer> colors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            colors.add(text.int32("ents"));
        }
        return new Palette(unique, colors);
    }

    private static BitmapData bitmap(
            int format, int flags, int width, int height, int stride, @Nullable Palette palette, Bytes data) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("bitmap " + width + "x" + height + ": expected pixels");
        }
        BitmapFormat known = BitmapFormat.ofCode(format)
                .orElseThrow(() -> new IllegalArgumentException("bitmap format " + format + ": expected 1 to 10"));
        return new BitmapData(known, flags, width, height, stride, palette, data);
    }
}
