package dev.caraway.protocol.base;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.Text;

/**
 * SPICE_MSG_NOTIFY: a notice for the client's user.
 *
 * <p>The text is followed by a NUL that its size does not count, as libspice-server has it.
 *
 * @param timestamp in nanoseconds, unsigned
 * @param what a link error, or 0 for a general warning or piece of information
 */
public record Notify(long timestamp, NotifySeverity severity, NotifyVisibility visibility, long what, String message)
        implements BaseServerMessage {

    public Notify {
        int sizeBytes = new Text(message).sizeBytes() - 1;
        if (sizeBytes > Limits.TEXT_BYTES) {
            throw new IllegalArgumentException("notice: expected up to " + Limits.TEXT_BYTES + ", got " + sizeBytes);
        }
    }

    public static Notify decode(SpiceReader in) {
        long timestamp = in.i64("time_stamp");
        NotifySeverity severity = severity(in);
        NotifyVisibility visibility = visibility(in);
        long what = in.u32("what");
        int messageLength = in.u32AtMost("message_len", Limits.TEXT_BYTES);
        Text message = Text.decode(in, "message", messageLength + 1);
        return new Notify(timestamp, severity, visibility, what, message.value());
    }

    private static NotifySeverity severity(SpiceReader in) {
        long code = in.u32("severity");
        return NotifySeverity.ofCode(code)
                .orElseThrow(() -> in.violation("severity", "expected a known severity, got " + code));
    }

    private static NotifyVisibility visibility(SpiceReader in) {
        long code = in.u32("visibilty");
        return NotifyVisibility.ofCode(code)
                .orElseThrow(() -> in.violation("visibilty", "expected a known visibility, got " + code));
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.NOTIFY.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        Text text = new Text(message);
        out.i64(timestamp);
        out.u32(severity.code());
        out.u32(visibility.code());
        out.u32(what);
        out.u32(text.sizeBytes() - 1);
        text.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onNotify(this);
    }
}
