package dev.caraway.server.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** A recording written by hand: text as the recorder writes it, and events whose lines are always the same. */
final class WrittenRecording {

    static final String HEADER = "SPICE_REPLAY 1\n";

    /** An 8 by 4 primary surface whose memory does not count. */
    static final String PRIMARY = "event 5 1 20 100\n8 4 -32 32\n0 1 0 0\n" + blob("data", "m".repeat(128));

    static final String NO_IMAGE = "image 0\n";
    static final String NO_MASK = "flags 0\npoint 0 0\nimage 0\n";
    static final String SOLID = "type 1\nu.color -16776961\n";

    /** Two by one pixels of 32 bits. */
    static final String IMAGE = """
            image 1
            descriptor.id 18446744073709551615
            descriptor.type 0
            descriptor.flags 13
            descriptor.width 2
            descriptor.height 1
            bitmap.format 8
            bitmap.flags 6
            bitmap.x 2
            bitmap.y 1
            bitmap.stride 8
            has_palette 0
            data_chunks 1 8
            """ + blob("bitmap.data", "abcde") + blob("bitmap.data", "fgh");

    /** Eight by one bits with two colours, stored flat. */
    static final String BIT_IMAGE = """
            image 1
            descriptor.id 7
            descriptor.type 0
            descriptor.flags 0
            descriptor.width 8
            descriptor.height 1
            bitmap.format 2
            bitmap.flags 1
            bitmap.x 8
            bitmap.y 1
            bitmap.stride 1
            has_palette 1
            qp.num_ents 2
            unique 9
            ents 0
            ents -1
            """ + blob("image_data_flat", "x");

    static final String SURFACE_IMAGE = """
            image 1
            descriptor.id 3
            descriptor.type 104
            descriptor.flags 225
            descriptor.width 0
            descriptor.height 0
            surface_image.surface_id 5
            """;

    static final String COPY_OF_IMAGE = IMAGE + "rect src_area 0 0 1 2\nrop_descriptor 8\nscale_mode 1\n" + NO_MASK;

    private WrittenRecording() {}

    static byte[] bytes(String... events) {
        return (HEADER + String.join("", events)).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String blob(String name, String data) {
        return "binary 0 " + name + " " + data.length() + ":" + data + "\n";
    }

    static String compressedBlob(String name, String data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data.getBytes(StandardCharsets.ISO_8859_1));
        deflater.finish();
        byte[] buffer = new byte[data.length() + 64];
        int size = deflater.deflate(buffer);
        deflater.end();
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        zlib.write(buffer, 0, size);
        return "binary 1 " + name + " " + data.length() + ":" + size + ":" + zlib.toString(StandardCharsets.ISO_8859_1)
                + "\n";
    }

    /** A command that draws on all of surface 0. */
    static String drawing(int type, String operation) {
        return drawing("type 0\n", 0, 0, type, operation);
    }

    static String drawing(String clip, int usesOwnPixels, int surfaceId, int type, String operation) {
        String dependency = "surfaces_dest -1\nrect surfaces_rects 0 0 0 0\n";
        return "event 9 0 1 1827136149019\ndrawable\nrect bbox 1 2 3 6\n" + clip + "effect 1\nmm_time -5\nself_bitmap "
                + usesOwnPixels + "\nrect self_bitmap_area 1 2 3 6\nsurface_id " + surfaceId + "\n"
                + dependency.repeat(3) + "type " + type + "\n" + operation;
    }

    static String cursorSet(int visible) {
        return "event 10 0 3 5\ncursor_cmd\ntype 0\npoint16 -3 4\nu.set.visible " + visible
                + "\nheader.unique 6\nheader.type 0\nheader.width 1\nheader.height 1\nheader.hot_spot_x 0\n"
                + "header.hot_spot_y 0\ndata_size 4\ndata_chunks 0 4\n" + blob("cursor", "bgra");
    }

    static String cursorMove(int x, int y) {
        return "event 11 0 3 5\ncursor_cmd\ntype 1\npoint16 " + x + " " + y + "\n";
    }

    static String createSurface(int surfaceId, int width, int height, int stride, String keptData) {
        return "event 12 0 5 5\nsurface_cmd\nsurface_id " + surfaceId + "\ntype 0\nflags "
                + (keptData.isEmpty() ? 0 : 1) + "\nu.surface_create.format 96\nu.surface_create.width " + width
                + "\nu.surface_create.height " + height + "\nu.surface_create.stride " + stride + "\n" + keptData;
    }

    static String destroySurface(int surfaceId) {
        return "event 13 0 5 5\nsurface_cmd\nsurface_id " + surfaceId + "\ntype 1\nflags 0\n";
    }
}
