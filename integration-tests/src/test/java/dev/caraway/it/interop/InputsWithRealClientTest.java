package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("client")
class InputsWithRealClientTest {

    private static final int NUM_LOCK_MASK = 2;
    private static final int CAPS_LOCK_MASK = 4;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private CarawayProcess caraway;
    private HeadlessClient client;
    private InputLogFile log;

    @BeforeEach
    void connect() {
        log = new InputLogFile(directory.resolve("inputs"));
        caraway = CarawayProcess.start(
                processes, "--spice", "port=0", "--input-log", log.path().toString());
        client = HeadlessClient.connect(processes, directory, caraway.uri());
    }

    @Test
    void keysArriveInOrderWithHeldAndExtendedOnes() {
        client.say("key-down 42", "key-down 30", "key-up 30", "key-up 42", "key-down 331", "key-up 331");
        caraway.process().awaitThat("six key events", () -> log.keys().size() == 6);
        assertThat(log.keys()).containsExactly("+42", "+30", "-30", "-42", "+331", "-331");
    }

    @Test
    void keyThatALostClientHeldGoesUp() {
        client.say("key-down 29");
        caraway.process().awaitThat("a held key", () -> log.keys().size() == 1);
        client.process().signal("KILL");
        caraway.process().awaitThat("its release", () -> log.keys().size() == 2);
        assertThat(log.keys()).containsExactly("+29", "-29");
    }

    @Test
    void positionsAndButtonsArriveInClientMode() {
        client.await("\"mouse-mode\", \"mode\": \"client\"");
        client.say("position 700 500", "button-down 1", "position 720 510", "button-up 1");
        caraway.process()
                .awaitThat(
                        "a released button",
                        () -> log.events().contains("\"type\":\"button\",\"button\":1,\"down\":false"));
        assertThat(log.events())
                .containsSubsequence(
                        "\"type\":\"position\",\"x\":700,\"y\":500,\"buttons\":0",
                        "\"type\":\"button\",\"button\":1,\"down\":true",
                        "\"type\":\"position\",\"x\":720,\"y\":510,\"buttons\":1",
                        "\"type\":\"button\",\"button\":1,\"down\":false");
    }

    /** spice-gtk holds motions back until earlier ones are acknowledged, so all arrive only if every bunch is. */
    @Test
    void everyMotionIsAcknowledgedInServerMode() {
        client.ask("mouse-mode server", "\"mode\": \"server\"");
        for (int i = 1; i <= 100; i++) {
            client.say("motion 1 -2");
        }
        caraway.process().awaitThat("all of the way", () -> sum("dx") >= 100);
        assertThat(sum("dx")).isEqualTo(100);
        assertThat(sum("dy")).isEqualTo(-200);
        assertThat(log.events("position")).isEmpty();

        client.ask("mouse-mode client", "\"mode\": \"client\"");
        client.say("position 3 4");
        caraway.process().awaitThat("a position", () -> !log.events("position").isEmpty());
    }

    @Test
    void lockKeysFollowTheClientAndTheGuestReportsThem() {
        client.await("\"locks\", \"mask\": 0");
        client.ask("locks " + CAPS_LOCK_MASK, "\"locks\", \"mask\": " + CAPS_LOCK_MASK);
        assertThat(log.keys()).containsExactly("+58", "-58");
        int both = CAPS_LOCK_MASK | NUM_LOCK_MASK;
        client.ask("locks " + both, "\"locks\", \"mask\": " + both);
        assertThat(log.keys()).containsExactly("+58", "-58", "+69", "-69");
    }

    private int sum(String field) {
        return log.events("motion").stream()
                .mapToInt(event -> InputLogFile.number(event, field))
                .sum();
    }
}
