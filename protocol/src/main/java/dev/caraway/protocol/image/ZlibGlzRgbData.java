package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * {@link GlzRgbData} compressed once more by zlib.
 *
 * @param glzSizeBytes the size of the GLZ data inside
 */
public record ZlibGlzRgbData(int glzSizeBytes, Bytes data) implements ImageData {

    public ZlibGlzRgbData {
        FieldRange.atMost("glz size", glzSizeBytes, Integer.MAX_VALUE);
    }

    static ZlibGlzRgbData decode(SpiceReader in) {
        int glzSizeBytes = in.u32AtMost("glz_data_size", Integer.MAX_VALUE);
        Bytes data = SizedData.decode(in);
        return new ZlibGlzRgbData(glzSizeBytes, data);
    }

    @Override
    public ImageType type() {
        return ImageType.ZLIB_GLZ_RGB;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(glzSizeBytes);
        SizedData.encode(out, data);
    }
}
