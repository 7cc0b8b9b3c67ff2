package dev.caraway.migration.data;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The whole body of a MIGRATE_DATA message: a channel's layout, and behind it what only Caraway reads.
 *
 * @param extension none in a blob from or for another server
 */
public record MigrateBlob(ChannelData data, Optional<Extension> extension) {

    /** Whether channels of this type carry a blob at all. */
    public static boolean isCarriedBy(ChannelType type) {
        return switch (type) {
            case MAIN, DISPLAY, INPUTS, SMARTCARD, USBREDIR, PORT, WEBDAV -> true;
            case CURSOR, PLAYBACK, RECORD -> false;
        };
    }

    /** The largest body that a target takes on channels of this type, libspice-server's included. */
    public static int limitBytes(ChannelType type) {
        return switch (type) {
            case MAIN -> Limits.MIGRATE_MAIN_BYTES;
            case INPUTS -> Limits.MIGRATE_INPUTS_BYTES;
            default -> Limits.MIGRATE_DATA_BYTES;
        };
    }

    /**
     * Reads a body; nothing in it is believed, and every byte of it is accounted for.
     *
     * @throws WireException if it is not a blob of such a channel, or exceeds a bound
     */
    public static MigrateBlob decode(ChannelType type, Bytes body) {
        if (body.length() > limitBytes(type)) {
            throw new WireException("migrate data of " + type + ": expected at most " + limitBytes(type)
                    + " bytes, got " + body.length());
        }
        return switch (type) {
            case MAIN -> {
                LayoutReader in = new LayoutReader(MainData.MAGIC, body, MainData.FIXED_BYTES);
                yield extended(MainData.decode(in), body, in.end());
            }
            case DISPLAY -> display(body);
            case INPUTS -> {
                LayoutReader in = new LayoutReader(InputsData.MAGIC, body, InputsData.FIXED_BYTES);
                yield extended(InputsData.decode(in), body, in.end());
            }
            case SMARTCARD -> {
                LayoutReader in = new LayoutReader(SmartcardData.MAGIC, body, SmartcardData.FIXED_BYTES);
                yield extended(SmartcardData.decode(in), body, in.end());
            }
            case USBREDIR, PORT, WEBDAV -> {
                LayoutReader in = new LayoutReader(SpicevmcData.MAGIC, body, SpicevmcData.FIXED_BYTES);
                yield extended(SpicevmcData.decode(in), body, in.end());
            }
            case CURSOR, PLAYBACK, RECORD ->
                throw new WireException("migrate data of " + type + ": expected none, got " + body.length() + " bytes");
        };
    }

    /**
     * A display's list of surfaces has one of two layouts and does not say which. Bytes that cannot be accounted for
     * tell the wrong one: with the right one the body ends, or an extension that names it begins.
     */
    private static MigrateBlob display(Bytes body) {
        try {
            return display(body, false);
        } catch (WireException lossless) {
            try {
                return display(body, true);
            } catch (WireException lossy) {
                throw lossless;
            }
        }
    }

    private static MigrateBlob display(Bytes body, boolean hasLossyBoxes) {
        LayoutReader in = new LayoutReader(DisplayData.MAGIC, body, DisplayData.FIXED_BYTES);
        DisplayData data = DisplayData.decode(in, hasLossyBoxes);
        return extended(data, body, in.end());
    }

    private static MigrateBlob extended(ChannelData data, Bytes body, int end) {
        if (end == body.length()) {
            return new MigrateBlob(data, Optional.empty());
        }
        if (!Extension.beginsAt(body, end)) {
            throw new WireException("migrate data: expected " + end + " bytes, got " + body.length());
        }
        Bytes block = body.slice(end, body.length() - end);
        return new MigrateBlob(data, Optional.of(Extension.decode(block, hasLossyBoxes(data))));
    }

    private static boolean hasLossyBoxes(ChannelData data) {
        return data instanceof DisplayData display && display.hasLossyBoxes();
    }

    /**
     * The body.
     *
     * @throws IllegalStateException if it is larger than a target takes, which whoever fills it must prevent
     */
    public Bytes encode(ChannelType type) {
        Bytes layout = SpiceWriter.encode(data);
        Bytes body = extension.isEmpty()
                ? layout
                : SpiceWriter.encode(out -> {
                    out.bytes(layout);
                    extension.get().encode(out, hasLossyBoxes(data));
                });
        if (body.length() > limitBytes(type)) {
            throw new IllegalStateException("migrate data of " + type + ": expected at most " + limitBytes(type)
                    + " bytes, got " + body.length());
        }
        return body;
    }

    /** What the source tells the target of a body, over a path that the client does not see: its SHA-256. */
    public static Bytes digest(Bytes body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(body.array(), body.offset(), body.length());
            return Bytes.wrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
