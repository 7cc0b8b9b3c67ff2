package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.server.demo.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes recordings of made-up drawings, one for each operation: {@code MadeUpRecordings FOLDER SEED}.
 *
 * <p>Fed to libspice-server they give a client the picture that ours has to be; docs/development/fixtures.md tells how.
 */
public final class MadeUpRecordings {

    static final List<String> OPERATIONS = List.of(
            "FILL",
            "OPAQUE",
            "COPY",
            "BLEND",
            "BLACKNESS",
            "WHITENESS",
            "INVERS",
            "ROP3",
            "STROKE",
            "TEXT",
            "TRANSPARENT",
            "ALPHA_BLEND",
            "COMPOSITE",
            "COPY_BITS");

    static final int CELL_PIXELS = 40;
    static final int COLUMNS = 20;
    static final int ROWS = 10;
    static final int WIDTH = CELL_PIXELS * COLUMNS;
    static final int HEIGHT = CELL_PIXELS * ROWS;

    private static final String ALPHA = "-alpha";
    private static final int PRIMARY = 0;

    /** A surface with alpha that is drawn on and then shown. */
    private static final int SHOWN_SURFACE = 3;

    private MadeUpRecordings() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        for (String operation : OPERATIONS) {
            Files.write(folder.resolve(name(operation) + ".rec"), recording(operation, seed, PRIMARY));
            Files.write(
                    folder.resolve(name(operation) + ALPHA + ".rec"), recording(operation, seed + 1000, SHOWN_SURFACE));
        }
    }

    /** The recordings: each operation on a surface without alpha, and on one with alpha that is shown at the end. */
    public static List<String> names() {
        return OPERATIONS.stream()
                .map(MadeUpRecordings::name)
                .flatMap(name -> Stream.of(name, name + ALPHA))
                .toList();
    }

    /** For each cell of a picture the first 16 hexadecimal digits of the SHA-256 of its rows, B, G, R, 0 a pixel. */
    public static List<String> cellSums(Raster picture) {
        List<String> sums = new ArrayList<>();
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            sums.add(sum(picture, cell(i)));
        }
        return sums;
    }

    private static String sum(Raster picture, Rect cell) {
        byte[] pixels = new byte[CELL_PIXELS * CELL_PIXELS * Words.BYTES];
        int at = 0;
        for (int y = cell.top(); y < cell.bottom(); y++) {
            for (int x = cell.left(); x < cell.right(); x++) {
                Words.set(pixels, at, Words.get(picture.pixels(), picture.pixelOffset(x, y)) & ~Words.ALPHA);
                at += Words.BYTES;
            }
        }
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(pixels);
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(String operation) {
        return operation.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Rect cell(int command) {
        int x = command % COLUMNS * CELL_PIXELS;
        int y = command / COLUMNS * CELL_PIXELS;
        return Rect.ofSize(x, y, CELL_PIXELS, CELL_PIXELS);
    }

    private static byte[] recording(String operation, long seed, int targetId) {
        RandomDrawings drawings = new RandomDrawings(seed, targetId);
        RecordingWriter writer = new RecordingWriter();
        Rect all = new Rect(0, 0, WIDTH, HEIGHT);
        writer.createPrimary(WIDTH, HEIGHT);
        writer.draw(background(drawings, PRIMARY, all, BitmapFormat.TWENTY_FOUR_BIT));
        Rect small = new Rect(0, 0, RandomDrawings.SURFACE_SIDE, RandomDrawings.SURFACE_SIDE);
        for (int id : new int[] {RandomDrawings.ALPHA_SURFACE, RandomDrawings.OPAQUE_SURFACE}) {
            boolean hasAlpha = id == RandomDrawings.ALPHA_SURFACE;
            SurfaceFormat format = hasAlpha ? SurfaceFormat.ARGB_32 : SurfaceFormat.XRGB_32;
            writer.createSurface(id, small.width(), small.height(), format);
            BitmapFormat pixels = hasAlpha ? BitmapFormat.RGBA : BitmapFormat.TWENTY_FOUR_BIT;
            writer.draw(copy(drawings.image(pixels, small.width(), small.height()), small, id));
        }
        if (targetId != PRIMARY) {
            writer.createSurface(targetId, WIDTH, HEIGHT, SurfaceFormat.ARGB_32);
            writer.draw(background(drawings, targetId, all, BitmapFormat.RGBA));
        }
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            DrawMessage drawable = drawings.next(operation, cell(i));
            while (Renderer.refusal(drawable).isPresent()) {
                drawable = drawings.next(operation, cell(i));
            }
            writer.draw(drawable);
        }
        if (targetId != PRIMARY) {
            Image shown = new Image(new ImageDescriptor(0, 0, WIDTH, HEIGHT), new SurfaceData(targetId));
            writer.draw(copy(shown, all, PRIMARY));
        }
        return writer.toByteArray();
    }

    private static DrawFill background(RandomDrawings drawings, int surfaceId, Rect area, BitmapFormat format) {
        DrawBase base = new DrawBase(surfaceId, area, Clip.NONE);
        PatternBrush brush = new PatternBrush(drawings.image(format, 97, 89), new Point(0, 0));
        return new DrawFill(base, brush, RopDescriptor.OP_PUT, Mask.NONE);
    }

    private static DrawCopy copy(Image image, Rect area, int surfaceId) {
        DrawBase base = new DrawBase(surfaceId, area, Clip.NONE);
        return new DrawCopy(base, image, area, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }
}
