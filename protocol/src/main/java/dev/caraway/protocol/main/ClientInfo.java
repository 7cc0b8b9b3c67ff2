package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_CLIENT_INFO: the size of the client's cache; no client sends it any more. */
public record ClientInfo(long cacheSize) implements MainClientMessage {

    public static ClientInfo decode(SpiceReader in) {
        long cacheSize = in.i64("cache_size");
        return new ClientInfo(cacheSize);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.CLIENT_INFO.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(cacheSize);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onClientInfo(this);
    }
}
