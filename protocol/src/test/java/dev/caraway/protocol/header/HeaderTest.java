package dev.caraway.protocol.header;

import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.SpiceReader;
import org.junit.jupiter.api.Test;

class HeaderTest {

    @Test
    void fullHeaderIsEighteenBytes() {
        Golden.of(new FullHeader(-1, 0xffff, 0xffffffffL, 6), """
                        ff ff ff ff ff ff ff ff  # serial
                        ff ff                    # type
                        ff ff ff ff              # size
                        06 00 00 00              # sub_list
                        """).verify(bytes -> {
            SpiceReader in = new SpiceReader("SpiceDataHeader", bytes);
            FullHeader header = FullHeader.decode(in);
            in.end();
            return header;
        });
    }

    @Test
    void miniHeaderIsSixBytes() {
        Golden.of(new MiniHeader(101, 256), """
                        65 00        # type
                        00 01 00 00  # size
                        """).verify(bytes -> {
            SpiceReader in = new SpiceReader("SpiceMiniDataHeader", bytes);
            MiniHeader header = MiniHeader.decode(in);
            in.end();
            return header;
        });
    }
}
