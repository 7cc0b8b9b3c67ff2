package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * A JPEG file followed by the alpha plane as SPICE LZ.
 *
 * @param flags {@link #TOP_DOWN}
 * @param jpegSizeBytes how much of {@code data} is the JPEG file
 */
public record JpegAlphaData(int flags, int jpegSizeBytes, Bytes data) implements ImageData {

    /** The first row is the topmost. */
    public static final int TOP_DOWN = 1;

    public JpegAlphaData {
        FieldRange.u8("jpeg alpha flags", flags);
        FieldRange.atMost("jpeg size", jpegSizeBytes, data.length());
    }

    static JpegAlphaData decode(SpiceReader in) {
        int flags = in.u8("flags");
        int jpegSizeBytes = in.u32AtMost("jpeg_size", Integer.MAX_VALUE);
        Bytes data = SizedData.decode(in);
        if (jpegSizeBytes > data.length()) {
            throw in.violation("jpeg_size", "expected at most " + data.length() + ", got " + jpegSizeBytes);
        }
        return new JpegAlphaData(flags, jpegSizeBytes, data);
    }

    @Override
    public ImageType type() {
        return ImageType.JPEG_ALPHA;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(flags);
        out.u32(jpegSizeBytes);
        SizedData.encode(out, data);
    }
}
