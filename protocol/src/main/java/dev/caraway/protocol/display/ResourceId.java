package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * Something that the client keeps.
 *
 * @param type {@link #PIXMAP}
 * @param id what its cache knows it by, 64 unsigned bits
 */
public record ResourceId(int type, long id) implements Encodable {

    /** An image of the pixmap cache, the only type there is. */
    public static final int PIXMAP = 1;

    static final int BYTES = 9;

    public ResourceId {
        FieldRange.u8("resource type", type);
    }

    static ResourceId decode(SpiceReader in) {
        int type = in.u8("type");
        long id = in.i64("id");
        return new ResourceId(type, id);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(type);
        out.i64(id);
    }
}
