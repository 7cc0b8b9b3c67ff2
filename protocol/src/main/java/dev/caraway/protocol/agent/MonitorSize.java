package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VDAgentMonitorMM: what a monitor measures in millimetres, each number 0 to 65535; 0 when not known. */
public record MonitorSize(int heightMillimetres, int widthMillimetres) implements Encodable {

    static final int BYTES = 4;

    public static MonitorSize decode(SpiceReader in) {
        int heightMillimetres = in.u16("height");
        int widthMillimetres = in.u16("width");
        return new MonitorSize(heightMillimetres, widthMillimetres);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(heightMillimetres);
        out.u16(widthMillimetres);
    }
}
