package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.demo.DesktopGuest;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLogTest {

    private long nanos = 5_000_000_000L;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Keys keys = new Keys();

    @Test
    void everyEventIsALineWithItsTime() {
        InputLog log = new InputLog(GuestInputs.IGNORED, out, () -> nanos);
        log.onKey(30, true);
        nanos += 1_999_999;
        log.onKey(0x14b, false);
        nanos += 1;
        log.onMotion(3, -1, 0);
        nanos += 1_000_000_000L;
        log.onPosition(0, 200, 120, 1);
        log.onPosition(1, 20, 12, 0);
        log.onButton(1, true);
        assertThat(text()).isEqualTo("""
                {"t_ms":0,"type":"key","scancode":30,"down":true}
                {"t_ms":1,"type":"key","scancode":331,"down":false}
                {"t_ms":2,"type":"motion","dx":3,"dy":-1,"buttons":0}
                {"t_ms":1002,"type":"position","x":200,"y":120,"buttons":1}
                {"t_ms":1002,"type":"position","display":1,"x":20,"y":12,"buttons":0}
                {"t_ms":1002,"type":"button","button":1,"down":true}
                """);
    }

    @Test
    void lineIsWrittenBeforeTheGuestSeesTheEvent() {
        new InputLog(keys, out, () -> nanos).onKey(30, true);
        assertThat(keys.seen).containsExactly("{\"t_ms\":0,\"type\":\"key\",\"scancode\":30,\"down\":true}\n");
    }

    @Test
    void fullDiskDoesNotKeepKeysFromTheGuest() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        InputLog log = new InputLog(keys, full, () -> nanos);
        log.onKey(30, true);
        log.onKey(30, false);
        assertThat(keys.seen).hasSize(2);
    }

    @Test
    void whatAGuestCanBeToldOrAskedGoesThroughTheLoggedOne(@TempDir Path directory) throws LaunchException {
        Guest logged = InputLog.of(DesktopGuest.create(Map.of()), directory.resolve("log"));
        assertThat(logged.getClass().getDeclaredMethods())
                .extracting(Method::getName)
                .containsAll(
                        Stream.of(Guest.class.getMethods()).map(Method::getName).toList());
        assertThat(logged.followsHeadsWish()).isTrue();
        logged.onClose();
    }

    private String text() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** A keyboard that reads the log at each key. */
    private final class Keys implements GuestInputs {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void onKey(int scancode, boolean down) {
            seen.add(text());
        }
    }
}
