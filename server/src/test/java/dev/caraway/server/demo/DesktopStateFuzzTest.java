package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

class DesktopStateFuzzTest {

    @FuzzTest
    void anyBytesAreADesktopOrRefused(byte[] input) throws IOException {
        DesktopState.Moving loaded;
        try {
            loaded = load(input);
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining("expected");
            return;
        }
        loaded.desktop().repaint();
        byte[] saved = saved(loaded);
        assertThat(saved(load(saved))).isEqualTo(saved);
    }

    private static DesktopState.Moving load(byte[] state) throws IOException {
        return DesktopState.Moving.load(new StateReader(new ByteArrayInputStream(state)));
    }

    private static byte[] saved(DesktopState.Moving desktop) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        desktop.save(new StateWriter(out));
        return out.toByteArray();
    }
}
