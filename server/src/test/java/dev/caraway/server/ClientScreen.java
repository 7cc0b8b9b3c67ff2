package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceDestroy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.surface.Surface;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What one client shows, which keeps images for all of its displays together. */
final class ClientScreen {

    private final Map<Integer, Map<Integer, Surface>> displays = new TreeMap<>();
    private final Map<Long, BitmapData> images = new HashMap<>();
    private int hits;
    private boolean isUnknown;

    void hear(int display, ServerMessage message) {
        Map<Integer, Surface> surfaces = displays.computeIfAbsent(display, id -> new HashMap<>());
        if (message instanceof SurfaceCreate create) {
            Surface surface = new Surface(create.surfaceId(), create.width(), create.height(), create.format());
            Surface former = surfaces.put(create.surfaceId(), surface);
            assertThat(former == null || isUnknown)
                    .as("surface that the client has already")
                    .isTrue();
        } else if (message instanceof SurfaceDestroy destroy) {
            surfaces.remove(destroy.surfaceId());
        } else if (message instanceof InvalAllPixmaps) {
            images.clear();
        } else if (message instanceof DrawMessage drawing) {
            Renderer.draw(drawing.withImages(this::known), raster(surfaces, drawing), id -> raster(surfaces, id));
        }
    }

    private static Raster raster(Map<Integer, Surface> surfaces, DrawMessage drawing) {
        return raster(surfaces, drawing.base().surfaceId());
    }

    private static Raster raster(Map<Integer, Surface> surfaces, int id) {
        Surface surface = surfaces.get(id);
        assertThat(surface).as("surface %d at the client", id).isNotNull();
        return Objects.requireNonNull(surface).raster();
    }

    private Image known(Image image) {
        ImageDescriptor descriptor = image.descriptor();
        if (image.data() instanceof FromCache) {
            BitmapData kept = images.get(descriptor.id());
            assertThat(kept)
                    .as("image %d in the client's cache", descriptor.id())
                    .isNotNull();
            hits++;
            return new Image(descriptor, Objects.requireNonNull(kept));
        }
        if (descriptor.has(ImageDescriptor.CACHE_ME) && image.data() instanceof BitmapData bitmap) {
            images.put(descriptor.id(), bitmap);
        }
        return image;
    }

    /** It will come to a host that cannot know what it shows. */
    void becomesUnknown() {
        isUnknown = true;
    }

    /** How many images it did not have to be sent. */
    int cacheHits() {
        return hits;
    }

    void forget() {
        displays.clear();
        images.clear();
    }

    /** The primary surface of a display, empty bytes for none. */
    Bytes picture(int display) {
        Surface primary = displays.getOrDefault(display, Map.of()).get(0);
        if (primary == null) {
            return Bytes.EMPTY;
        }
        byte[] pixels = primary.copyOf(primary.bounds()).toArray();
        for (int unused = 3; unused < pixels.length; unused += 4) {
            pixels[unused] = 0;
        }
        return Bytes.wrap(pixels);
    }
}
