package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

class ReplayStateFuzzTest {

    @FuzzTest
    void anyBytesAreAMomentOrRefused(byte[] input) throws IOException {
        ReplayMoment moment;
        try {
            moment = ReplayMoment.read(new StateReader(new ByteArrayInputStream(input)));
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining("expected");
            return;
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        moment.write(new StateWriter(written));
        assertThat(input).startsWith(written.toByteArray());
    }
}
