package dev.caraway.protocol.display;

import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_DISPLAY_PREFERRED_COMPRESSION: the image compression that the client wants. */
public record PreferredCompression(ImageCompression compression) implements DisplayClientMessage {

    static PreferredCompression decode(SpiceReader in) {
        ImageCompression compression = ImageCompression.decode(in, "image_compression");
        return new PreferredCompression(compression);
    }

    @Override
    public int opcode() {
        return DisplayClientOpcode.PREFERRED_COMPRESSION.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(compression.code());
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onPreferredCompression(this);
    }
}
