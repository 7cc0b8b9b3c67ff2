package dev.caraway.migration.data;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import org.jspecify.annotations.Nullable;

/**
 * What Caraway appends to a layout of libspice-server, which reads by offsets and never looks behind its own.
 *
 * <p>Magic, version and flags, then sections up to the body's end, each with its number, its length and its bytes. A
 * section that is not known is skipped, unless its number says that it must be understood. Sections come in the order
 * of their numbers, each once.
 *
 * @param migrationId names one hop of one client, so that a blob of another hop is recognised; 16 bytes
 * @param snapshotDigest the SHA-256 of the snapshot in the migrate stream that this cut-over names; 32 bytes
 */
public record Extension(Bytes migrationId, Bytes snapshotDigest) {

    static final String MAGIC = "CWMX";
    public static final int MIGRATION_ID_BYTES = 16;
    public static final int DIGEST_BYTES = 32;

    private static final int VERSION = 1;

    /** The surfaces before the block have lossy boxes: libspice-server's layouts do not tell it. */
    private static final int LOSSY_BOXES = 1;

    /** In a section's number: whoever does not know it must not go on. */
    private static final int MUST_BE_UNDERSTOOD = 0x8000;

    private static final int MIGRATION_ID = MUST_BE_UNDERSTOOD | 1;
    private static final int SNAPSHOT_DIGEST = MUST_BE_UNDERSTOOD | 2;

    public Extension {
        if (migrationId.length() != MIGRATION_ID_BYTES || snapshotDigest.length() != DIGEST_BYTES) {
            throw new IllegalArgumentException("extension: expected " + MIGRATION_ID_BYTES + " and " + DIGEST_BYTES
                    + " bytes, got " + migrationId.length() + " and " + snapshotDigest.length());
        }
    }

    /** Whether a block begins at {@code start}; else something else is there. */
    static boolean beginsAt(Bytes body, int start) {
        return body.length() - start >= 4
                && new SpiceReader(MAGIC, body.slice(start, 4)).u32("magic") == Magic.number(MAGIC);
    }

    /** @param hasLossyBoxes what the block must say of the layout before it */
    static Extension decode(Bytes block, boolean hasLossyBoxes) {
        SpiceReader in = new SpiceReader(MAGIC, block);
        if (in.u32("magic") != Magic.number(MAGIC)) {
            throw in.violation("magic", "expected " + MAGIC);
        }
        long version = in.u32("version");
        if (version != VERSION) {
            throw in.violation("version", "expected " + VERSION + ", got " + version);
        }
        int flags = in.u32AtMost("flags", LOSSY_BOXES);
        if (flags != flags(hasLossyBoxes)) {
            throw in.violation("flags", "expected " + flags(hasLossyBoxes) + ", got " + flags);
        }
        return decodeSections(in);
    }

    private static Extension decodeSections(SpiceReader in) {
        Bytes migrationId = null;
        Bytes snapshotDigest = null;
        int previous = -1;
        while (in.remaining() > 0) {
            int type = in.u16("section.type");
            int order = type & ~MUST_BE_UNDERSTOOD;
            if (order <= previous) {
                throw in.violation("section.type", "expected more than " + previous + ", got " + order);
            }
            previous = order;
            Bytes content = in.bytes("section.content", in.u16("section.length"));
            switch (type) {
                case MIGRATION_ID -> migrationId = sized(in, "migration_id", content, MIGRATION_ID_BYTES);
                case SNAPSHOT_DIGEST -> snapshotDigest = sized(in, "snapshot_digest", content, DIGEST_BYTES);
                default -> skip(in, type);
            }
        }
        return new Extension(present(in, "migration_id", migrationId), present(in, "snapshot_digest", snapshotDigest));
    }

    private static void skip(SpiceReader in, int type) {
        if ((type & MUST_BE_UNDERSTOOD) != 0) {
            throw in.violation("section.type", "expected one that is known, got " + type);
        }
    }

    private static Bytes sized(SpiceReader in, String field, Bytes content, int length) {
        if (content.length() != length) {
            throw in.violation(field, "expected " + length + " bytes, got " + content.length());
        }
        return content;
    }

    private static Bytes present(SpiceReader in, String field, @Nullable Bytes content) {
        if (content == null) {
            throw in.violation(field, "expected a section, got none");
        }
        return content;
    }

    void encode(SpiceWriter out, boolean hasLossyBoxes) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        out.u32(flags(hasLossyBoxes));
        section(out, MIGRATION_ID, migrationId);
        section(out, SNAPSHOT_DIGEST, snapshotDigest);
    }

    private static void section(SpiceWriter out, int type, Bytes content) {
        out.u16(type);
        out.u16(content.length());
        out.bytes(content);
    }

    private static int flags(boolean hasLossyBoxes) {
        return hasLossyBoxes ? LOSSY_BOXES : 0;
    }
}
