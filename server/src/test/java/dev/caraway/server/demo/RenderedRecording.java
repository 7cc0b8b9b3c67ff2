package dev.caraway.server.demo;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.Renderer;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recording drawn to its end on surfaces of its own, without a server. */
final class RenderedRecording {

    private final Surfaces surfaces = new Surfaces();
    private final List<String> refusals = new ArrayList<>();
    private int commands;

    static RenderedRecording of(Path file) throws IOException {
        RenderedRecording rendered = new RenderedRecording();
        try (RecordingReader reader = RecordingReader.open(file)) {
            for (Optional<RecordedEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                rendered.apply(event.get());
            }
        }
        return rendered;
    }

    int commands() {
        return commands;
    }

    List<String> refusals() {
        return refusals;
    }

    Raster primary() {
        return surfaces.primary().orElseThrow().raster();
    }

    /** Of the primary surface's rows from top to bottom, B, G, R, 0 for each pixel. */
    String sha256() {
        Surface primary = surfaces.primary().orElseThrow();
        byte[] pixels = primary.copyOf(primary.bounds()).toArray();
        for (int i = 3; i < pixels.length; i += 4) {
            pixels[i] = 0;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void apply(RecordedEvent event) {
        if (event.isCommand()) {
            commands++;
        }
        if (event instanceof RecordedEvent.Draw draw) {
            draw(draw.drawable());
        } else if (event instanceof RecordedEvent.CreatePrimary create) {
            create(Surfaces.PRIMARY, create.width(), create.height(), create.format(), create.pixels());
        } else if (event instanceof RecordedEvent.CreateSurface create) {
            create(create.surfaceId(), create.width(), create.height(), create.format(), create.pixels());
        } else if (event instanceof RecordedEvent.DestroySurface gone) {
            surfaces.remove(gone.surfaceId());
        } else if (event instanceof RecordedEvent.DestroySurfaces) {
            List.copyOf(surfaces.all()).forEach(surface -> surfaces.remove(surface.id()));
        } else if (event instanceof RecordedEvent.Unusable unusable) {
            refusals.add(unusable.toString());
        }
    }

    private void create(int id, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        Surface surface = new Surface(id, width, height, format);
        if (pixels != null) {
            surface.fill(pixels);
        }
        surfaces.remove(id);
        surfaces.add(surface);
    }

    private void draw(DrawMessage drawable) {
        Optional<String> refusal = Renderer.refusal(drawable);
        if (refusal.isPresent()) {
            refusals.add(refusal.get());
            return;
        }
        Renderer.draw(
                drawable,
                surfaces.get(drawable.base().surfaceId()).raster(),
                id -> surfaces.get(id).raster());
    }
}
