package dev.caraway.protocol;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the row of a family's opcodes for a number from the wire. Immutable. */
public final class OpcodeTable<M extends Encodable> {

    private final String prefix;
    private final Map<Integer, Opcode<M>> rows = new HashMap<>();

    /**
     * A table of all rows of a family.
     *
     * @param prefix what the C constants of the family have in common, such as {@code SPICE_MSGC_MAIN_}
     */
    public OpcodeTable(String prefix, Opcode<M>[] rows) {
        this.prefix = prefix;
        for (Opcode<M> row : rows) {
            if (this.rows.put(row.number(), row) != null) {
                throw new IllegalArgumentException(prefix + row.name() + ": expected a number of its own");
            }
        }
    }

    public boolean has(int number) {
        return rows.containsKey(number);
    }

    /** The row with this number; {@link WireException} when there is none. */
    public Opcode<M> row(int number) {
        @Nullable Opcode<M> row = rows.get(number);
        if (row == null) {
            throw new WireException(prefix + "*: expected a known message, got " + number);
        }
        return row;
    }

    /** The message in {@code body}; {@link WireException} for an unknown number or any body but a well-formed one. */
    public M decode(int number, Bytes body) {
        Opcode<M> row = row(number);
        if (body.length() > row.maxBodyBytes()) {
            throw new WireException(
                    prefix + row.name() + ": expected at most " + row.maxBodyBytes() + " bytes, got " + body.length());
        }
        SpiceReader in = new SpiceReader(prefix + row.name(), body);
        M message = row.decoder().apply(in);
        in.end();
        return message;
    }
}
