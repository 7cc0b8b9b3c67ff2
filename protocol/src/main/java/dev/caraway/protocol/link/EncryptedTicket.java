package dev.caraway.protocol.link;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** The client's password under the key of the link reply: {@link #BYTES} bytes. */
public record EncryptedTicket(Bytes encryptedData) implements Encodable {

    /** One block of an RSA key of 1024 bits. */
    public static final int BYTES = 128;

    public EncryptedTicket {
        if (encryptedData.length() != BYTES) {
            throw new IllegalArgumentException(
                    "encrypted ticket: expected " + BYTES + " bytes, got " + encryptedData.length());
        }
    }

    public static EncryptedTicket decode(SpiceReader in) {
        Bytes encryptedData = in.bytes("encrypted_data", BYTES);
        return new EncryptedTicket(encryptedData);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(encryptedData);
    }

    /** Without the block: who has the key has the password. */
    @Override
    public String toString() {
        return "EncryptedTicket[hidden]";
    }
}
