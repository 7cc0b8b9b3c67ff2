package dev.caraway.protocol.image;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** An image inside a drawing operation; the type in its descriptor on the wire is that of {@code data}. */
public record Image(ImageDescriptor descriptor, ImageData data) implements Encodable {

    public static Image decode(SpiceReader in) {
        long id = in.i64("id");
        ImageType type = ImageType.decode(in, "type");
        int flags = in.u8("flags");
        int width = in.u32AtMost("width", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("height", Limits.SIDE_PIXELS);
        ImageData data = ImageData.decode(type, in);
        return new Image(new ImageDescriptor(id, flags, width, height), data);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(descriptor.id());
        out.u8(data.type().code());
        out.u8(descriptor.flags());
        out.u32(descriptor.width());
        out.u32(descriptor.height());
        data.encode(out);
    }
}
