package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.WireException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state of a whole server with its client, as another host might say it. */
class RestoreFuzzTest {

    /** As if all of it had been proven to come from the source: nothing else stands before the owners. */
    @FuzzTest
    void anyStateIsTakenUpOrRefused(byte[] input) {
        MovedServer target = new MovedServer();
        try {
            target.restore(Bytes.wrap(input));
        } catch (WireException refused) {
            return;
        }
        target.live(12);
        target.rest();
        assertThat(target.isBroken()).as("closed by a mistake of the server").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "30, false", "30, true"})
    void stateThatAServerHasWrittenIsTakenUp(int turns, boolean isAsleep) {
        MovedServer source = new MovedServer();
        source.begin();
        source.live(turns);
        MovedServer target = new MovedServer();
        target.restore(source.save(isAsleep));
        target.live(12);
        target.rest();
        assertThat(target.isBroken()).isFalse();
    }
}
