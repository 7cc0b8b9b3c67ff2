package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_ATTACH_CHANNELS: the client asks for the list of channels. */
public record AttachChannels() implements MainClientMessage {

    public static AttachChannels decode(SpiceReader in) {
        return new AttachChannels();
    }

    @Override
    public int opcode() {
        return MainClientOpcode.ATTACH_CHANNELS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAttachChannels(this);
    }
}
