package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.SeveralDisplays;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.server.Screenshot;
import dev.caraway.server.guest.Head;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest with several graphics devices. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SeveralDisplaysTest {

    private static final Head WHOLE = new Head(0, 0, 64, 48);

    private final SeveralDisplays guest = new SeveralDisplays(new DrawingGuest(64, 48), new DrawingGuest(32, 24));

    @Test
    void clientIsOfferedADisplayAndACursorChannelForEach() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(guest);
                ScriptedClient client = server.client().connect()) {
            assertThat(client.init().displayChannelsHint()).isEqualTo(2);
            assertThat(client.main().await(ChannelsList.class).channels())
                    .containsExactlyInAnyOrder(
                            new ChannelId(ChannelType.DISPLAY, 0),
                            new ChannelId(ChannelType.DISPLAY, 1),
                            new ChannelId(ChannelType.CURSOR, 0),
                            new ChannelId(ChannelType.CURSOR, 1),
                            new ChannelId(ChannelType.INPUTS, 0));
        }
    }

    @Test
    void eachHasAPictureOfItsOwn() throws IOException {
        try (TestServer server = TestServer.open(guest)) {
            guest.on(1).fill(0, Rect.ofSize(0, 0, 32, 24), 0x102030);
            guest.awaitDrained();

            Screenshot first = TestServer.await(server.server().screenshot());
            Screenshot second = TestServer.await(server.server().screenshot(1));
            assertThat(first.width()).isEqualTo(64);
            assertThat(first.pixels().at(0)).isZero();
            assertThat(second.width()).isEqualTo(32);
            assertThat(second.pixels().at(0)).isEqualTo((byte) 0x30);
            assertThat(server.server().screenshot(2).toCompletableFuture())
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("display 2: expected less than 2");
        }
    }

    @Test
    void headOfALoneDisplayIsAPartOfItsPicture() throws IOException {
        DrawingGuest lone = new DrawingGuest(64, 48);
        try (TestServer server = TestServer.open(lone)) {
            lone.port().heads(List.of(new Head(0, 0, 40, 48), new Head(40, 0, 24, 40)));
            lone.fill(0, Rect.ofSize(40, 0, 24, 48), 0x102030);
            TestServer.await(lone.port().drained());

            Screenshot head = TestServer.await(server.server().screenshot(0, 1));
            assertThat(head.width()).isEqualTo(24);
            assertThat(head.height()).isEqualTo(40);
            assertThat(head.pixels().at(0)).isEqualTo((byte) 0x30);
        }
    }

    @Test
    void oneOfSeveralHasOneHead() throws IOException {
        try (TestServer server = TestServer.open(guest)) {
            guest.on(0).port().heads(List.of(WHOLE));
            assertThatThrownBy(() -> guest.on(0).port().heads(List.of(WHOLE, WHOLE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("heads 2: expected 1 to 1");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void noMoreDisplaysAreTakenThanClientsKnow() {
        DrawingGuest[] five = new DrawingGuest[5];
        Arrays.setAll(five, i -> new DrawingGuest(8, 8));
        assertThatThrownBy(() -> TestServer.open(new SeveralDisplays(five)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("displays 5: expected 1 to 4");
        assertThatThrownBy(() -> TestServer.open(new SeveralDisplays()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("displays 0: expected 1 to 4");
    }
}
