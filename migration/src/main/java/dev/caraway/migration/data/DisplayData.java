package dev.caraway.migration.data;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * SpiceMigrateDataDisplay, magic DCMD: what the client holds of one display channel.
 *
 * @param messageSerial the number of the MIGRATE_DATA message itself on this channel; unsigned
 * @param pixmapCacheSizePixels any 64-bit number with a sign, as the client may name it
 * @param isPixmapCacheFreezer whether this is the channel of its client that froze the cache
 * @param lastSerials by the id of a display channel, the last of its messages that changed the cache; four, unsigned
 * @param surfaces those that the client has; all with a lossy box or all without, as the source's JPEG setting has it
 */
public record DisplayData(
        long messageSerial,
        boolean isLowBandwidth,
        int pixmapCacheId,
        long pixmapCacheSizePixels,
        boolean isPixmapCacheFreezer,
        List<Long> lastSerials,
        int glzDictionaryId,
        GlzDictionary glzDictionary,
        List<SurfaceAtClient> surfaces)
        implements ChannelData {

    static final String MAGIC = "DCMD";
    static final int FIXED_BYTES = HEADER_BYTES + 72;

    /** Display channels that can share a cache. */
    public static final int CACHE_CHANNELS = 4;

    private static final int COUNT_BYTES = 4;
    private static final int SURFACE_BYTES = 4;
    private static final int LOSSY_SURFACE_BYTES = 20;

    /**
     * How the dictionary of a client goes on.
     *
     * @param sizePixels 0 to {@link Limits#GLZ_WINDOW_PIXELS}
     * @param nextImageId the id of the next image; unsigned
     */
    public record GlzDictionary(int sizePixels, long nextImageId) {

        /** Encoders that can share a dictionary; the layout names the number and every source says this one. */
        static final int ENCODERS = 4;

        public GlzDictionary {
            FieldRange.atMost("glz dictionary size", sizePixels, Limits.GLZ_WINDOW_PIXELS);
        }

        private static GlzDictionary decode(SpiceReader in) {
            int sizePixels = in.u32AtMost("glz_dict_data.size", Limits.GLZ_WINDOW_PIXELS);
            long encoders = in.u32("glz_dict_data.max_encoders");
            if (encoders != ENCODERS) {
                throw in.violation("glz_dict_data.max_encoders", "expected " + ENCODERS + ", got " + encoders);
            }
            long nextImageId = in.i64("glz_dict_data.last_image_id");
            return new GlzDictionary(sizePixels, nextImageId);
        }

        private void encode(SpiceWriter out) {
            out.u32(sizePixels);
            out.u32(ENCODERS);
            out.i64(nextImageId);
        }
    }

    /**
     * A surface that the client has.
     *
     * @param lossyBox what of it may be lossy; none where the source never sends JPEG
     */
    public record SurfaceAtClient(int id, Optional<Rect> lossyBox) {

        public SurfaceAtClient {
            FieldRange.atMost("surface", id, Limits.SURFACES - 1);
        }

        private static SurfaceAtClient decode(SpiceReader in, boolean hasLossyBox) {
            int id = in.u32AtMost("surface.id", Limits.SURFACES - 1);
            return new SurfaceAtClient(id, hasLossyBox ? Optional.of(decodeBox(in)) : Optional.empty());
        }

        /** The order of the layout, which is not that of SPICE's messages. */
        private static Rect decodeBox(SpiceReader in) {
            int left = in.i32("surface.lossy_rect.left");
            int top = in.i32("surface.lossy_rect.top");
            int right = in.i32("surface.lossy_rect.right");
            int bottom = in.i32("surface.lossy_rect.bottom");
            if (left < 0 || top < 0 || right < left || bottom < top || Math.max(right, bottom) > Limits.SIDE_PIXELS) {
                throw in.violation(
                        "surface.lossy_rect",
                        "expected a rectangle inside a surface, got " + left + "," + top + " to " + right + ","
                                + bottom);
            }
            return new Rect(left, top, right, bottom);
        }

        private void encode(SpiceWriter out) {
            out.u32(id);
            lossyBox.ifPresent(
                    box -> out.i32(box.left()).i32(box.top()).i32(box.right()).i32(box.bottom()));
        }
    }

    public DisplayData {
        FieldRange.u8("pixmap cache id", pixmapCacheId);
        FieldRange.u8("glz dictionary id", glzDictionaryId);
        lastSerials = List.copyOf(lastSerials);
        surfaces = List.copyOf(surfaces);
        if (lastSerials.size() != CACHE_CHANNELS) {
            throw new IllegalArgumentException(
                    "last serials: expected " + CACHE_CHANNELS + ", got " + lastSerials.size());
        }
        if (surfaces.stream().map(SurfaceAtClient::id).distinct().count() != surfaces.size()) {
            throw new IllegalArgumentException("surfaces: expected each once");
        }
        if (surfaces.stream()
                        .map(surface -> surface.lossyBox().isPresent())
                        .distinct()
                        .count()
                > 1) {
            throw new IllegalArgumentException("surfaces: expected a lossy box in all or in none");
        }
    }

    /** Whether the surfaces have lossy boxes, which is the layout of a source that sends JPEG. */
    public boolean hasLossyBoxes() {
        return !surfaces.isEmpty() && surfaces.get(0).lossyBox().isPresent();
    }

    /** @param hasLossyBoxes which of the two layouts of surfaces it is, as the layouts do not tell it */
    static DisplayData decode(LayoutReader in, boolean hasLossyBoxes) {
        SpiceReader fields = in.fields();
        long messageSerial = fields.i64("message_serial");
        boolean isLowBandwidth = fields.bool8("low_bandwidth_setting");
        int pixmapCacheId = fields.u8("pixmap_cache_id");
        long pixmapCacheSizePixels = fields.i64("pixmap_cache_size");
        boolean isPixmapCacheFreezer = fields.bool8("pixmap_cache_freezer");
        List<Long> lastSerials =
                fields.list("pixmap_cache_clients", CACHE_CHANNELS, 8, at -> at.i64("pixmap_cache_clients"));
        int glzDictionaryId = fields.u8("glz_dict_id");
        GlzDictionary glzDictionary = GlzDictionary.decode(fields);
        long surfacesStart = fields.u32("surfaces_at_client_ptr");
        return new DisplayData(
                messageSerial,
                isLowBandwidth,
                pixmapCacheId,
                pixmapCacheSizePixels,
                isPixmapCacheFreezer,
                lastSerials,
                glzDictionaryId,
                glzDictionary,
                decodeSurfaces(in, surfacesStart, hasLossyBoxes));
    }

    private static List<SurfaceAtClient> decodeSurfaces(LayoutReader in, long start, boolean hasLossyBoxes) {
        String name = "surfaces_at_client";
        SpiceReader counted = new SpiceReader(MAGIC, in.pointee(name, start, COUNT_BYTES));
        int count = counted.u32AtMost("num_surfaces", Limits.SURFACES);
        int listBytes = count * (hasLossyBoxes ? LOSSY_SURFACE_BYTES : SURFACE_BYTES);
        Bytes list = in.pointee(name, start + COUNT_BYTES, listBytes);
        SpiceReader at = new SpiceReader(MAGIC, list);
        List<SurfaceAtClient> surfaces = new ArrayList<>(count);
        BitSet seen = new BitSet();
        for (int i = 0; i < count; i++) {
            SurfaceAtClient surface = SurfaceAtClient.decode(at, hasLossyBoxes);
            if (seen.get(surface.id())) {
                throw at.violation(name, "expected each surface once, got " + surface.id() + " twice");
            }
            seen.set(surface.id());
            surfaces.add(surface);
        }
        return surfaces;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        out.i64(messageSerial);
        out.bool8(isLowBandwidth);
        out.u8(pixmapCacheId);
        out.i64(pixmapCacheSizePixels);
        out.bool8(isPixmapCacheFreezer);
        lastSerials.forEach(out::i64);
        out.u8(glzDictionaryId);
        glzDictionary.encode(out);
        out.pointer(surfaceList());
    }

    private Encodable surfaceList() {
        return at -> {
            at.u32(surfaces.size());
            surfaces.forEach(surface -> surface.encode(at));
        };
    }
}
