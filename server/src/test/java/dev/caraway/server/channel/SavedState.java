package dev.caraway.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** What an owner has saved, on its way to another host. */
public final class SavedState {

    private static final int MUTATIONS = 150;

    private SavedState() {}

    /** Restores what {@code save} writes, and all of it. */
    public static <T> T moved(Encodable save, Function<SpiceReader, T> restore) {
        SpiceReader in = new SpiceReader("state", SpiceWriter.encode(save));
        T restored = restore.apply(in);
        in.end();
        return restored;
    }

    /** The same for an owner that takes a state up. */
    public static void move(Encodable save, Consumer<SpiceReader> restore) {
        SpiceReader in = new SpiceReader("state", SpiceWriter.encode(save));
        restore.accept(in);
        in.end();
    }

    /**
     * A part of a state is refused, and what is not quite a state is either taken or refused; anything else fails.
     *
     * @param restore into a fresh owner each time
     */
    public static void assertRefusesWhatIsNone(Encodable save, long seed, Consumer<SpiceReader> restore) {
        Bytes state = SpiceWriter.encode(save);
        Random random = new Random(seed);
        assertThat(state.length()).isPositive();
        for (int i = 0; i < Math.min(MUTATIONS, state.length()); i++) {
            int length = state.length() <= MUTATIONS ? i : random.nextInt(state.length());
            assertThatThrownBy(() -> restore.accept(new SpiceReader("state", state.slice(0, length))))
                    .as("the first " + length + " bytes of " + state.length())
                    .isInstanceOf(WireException.class);
        }
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = state.toArray();
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(mutated.length);
                mutated[at] = (byte) (random.nextBoolean() ? random.nextInt() : mutated[at] ^ 1 << random.nextInt(8));
            }
            assertThatCode(() -> {
                        try {
                            restore.accept(new SpiceReader("state", Bytes.wrap(mutated)));
                        } catch (WireException | ProtocolException refused) {
                            // As it should be.
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }
}
