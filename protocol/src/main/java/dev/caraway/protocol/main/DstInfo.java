package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.Text;
import org.jspecify.annotations.Nullable;

/**
 * Where a guest moves to.
 *
 * @param port for plain connections, 0 for none
 * @param securePort for TLS connections, 0 for none
 * @param certSubject the subject that the new server's certificate shall have; none when its host name decides
 */
public record DstInfo(
        int port, int securePort, String host, @Nullable String certSubject) implements Encodable {

    public DstInfo {
        if (port < 0 || port > 0xffff || securePort < 0 || securePort > 0xffff) {
            throw new IllegalArgumentException(
                    "migration target: expected ports 0 to 65535, got " + port + " and " + securePort);
        }
        if (sizeBytes(host) > Limits.TEXT_BYTES || sizeBytes(certSubject) > Limits.TEXT_BYTES) {
            throw new IllegalArgumentException("migration target: expected texts up to " + Limits.TEXT_BYTES);
        }
    }

    public static DstInfo decode(SpiceReader in) {
        int port = in.u16("port");
        int securePort = in.u16("sport");
        int hostSize = in.u32AtMost("host_size", Limits.TEXT_BYTES);
        Text host = in.requiredPointer("host_data", at -> Text.decode(at, "host_data", hostSize));
        int certSubjectSize = in.u32AtMost("cert_subject_size", Limits.TEXT_BYTES);
        Text certSubject = in.pointer("cert_subject_data", at -> Text.decode(at, "cert_subject_data", certSubjectSize));
        if (certSubject == null && certSubjectSize != 0) {
            throw in.violation("cert_subject_size", "expected 0 without a subject, got " + certSubjectSize);
        }
        return new DstInfo(port, securePort, host.value(), certSubject == null ? null : certSubject.value());
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(port);
        out.u16(securePort);
        out.u32(sizeBytes(host));
        out.pointer(new Text(host));
        out.u32(sizeBytes(certSubject));
        out.pointer(certSubject == null ? null : new Text(certSubject));
    }

    private static int sizeBytes(@Nullable String text) {
        return text == null ? 0 : new Text(text).sizeBytes();
    }
}
