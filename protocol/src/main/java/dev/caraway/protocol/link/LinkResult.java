package dev.caraway.protocol.link;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** The server's last word in the link: the channel's messages follow when it is {@link LinkError#OK}. */
public record LinkResult(LinkError error) implements Encodable {

    public static final int BYTES = 4;

    public static LinkResult decode(SpiceReader in) {
        LinkError error = error(in);
        return new LinkResult(error);
    }

    static LinkError error(SpiceReader in) {
        long code = in.u32("error");
        return LinkError.ofCode(code).orElseThrow(() -> in.violation("error", "expected a known error, got " + code));
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(error.code());
    }
}
