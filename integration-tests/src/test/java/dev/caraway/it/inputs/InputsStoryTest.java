package dev.caraway.it.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.RecordingInputs;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.inputs.ClientKeyModifiers;
import dev.caraway.protocol.inputs.InputsInit;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyModifiers;
import dev.caraway.protocol.inputs.KeyScancode;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.KeyboardModifier;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.inputs.MousePosition;
import dev.caraway.protocol.inputs.MousePress;
import dev.caraway.protocol.inputs.MouseRelease;
import dev.caraway.protocol.main.MouseMode;
import dev.caraway.protocol.main.MouseModeFlag;
import dev.caraway.protocol.main.MouseModeRequest;
import dev.caraway.protocol.wire.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients type and where they point, as the guest is told. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class InputsStoryTest {

    private final FramebufferGuest guest = new FramebufferGuest(320, 200);
    private final RecordingInputs recorded = guest.recorded();
    private final TestServer server;
    private final ScriptedClient client;
    private final ClientChannel inputs;

    InputsStoryTest() throws IOException, GeneralSecurityException {
        server = TestServer.open(guest);
        client = server.client().connect();
        inputs = client.open(ChannelType.INPUTS);
        inputs.await(InputsInit.class);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void keysGoDownAndUp() throws IOException {
        say(new KeyDown(0x1e), new KeyDown(0x1e), new KeyUp(0x9e));

        recorded.await("key 0x1e down", "key 0x1e down", "key 0x1e up");
    }

    @Test
    void extendedKeysHaveTheirOwnCodes() throws IOException {
        say(new KeyDown(0x4be0), new KeyUp(0xcbe0));

        recorded.await("key 0x14b down", "key 0x14b up");
    }

    @Test
    void pauseIsAKeyLikeAnyOther() throws IOException {
        say(new KeyDown(0x451de1), new KeyUp(0xc59de1));

        recorded.await("key 0x145 down", "key 0x145 up");
    }

    @Test
    void scanCodesArriveAsAKeyboardSendsThem() throws IOException {
        byte[] bytes = {0x1e, (byte) 0x9e, (byte) 0xe0, 0x4b, (byte) 0xe0, (byte) 0xcb};
        say(new KeyScancode(Bytes.wrap(bytes)));

        recorded.await("key 0x1e down", "key 0x1e up", "key 0x14b down", "key 0x14b up");
    }

    @Test
    void whoGoesLetsGoOfEverything() throws IOException {
        say(new KeyDown(0x2a), new KeyDown(0x4be0), new MousePress(1, 1));
        recorded.await("key 0x2a down", "key 0x14b down", "button 1 down");
        client.close();

        Patience.untilAsserted(
                "all up",
                () -> assertThat(recorded.events()).hasSize(6).contains("key 0x2a up", "key 0x14b up", "button 1 up"));
    }

    @Test
    void anotherClientsKeysStayDownWhenOneGoes() throws IOException, GeneralSecurityException {
        try (ScriptedClient other = server.client().connect()) {
            ClientChannel otherInputs = other.open(ChannelType.INPUTS);
            otherInputs.send(new KeyDown(0x1d));
            recorded.await("key 0x1d down");
            say(new KeyDown(0x2a));
            recorded.await("key 0x1d down", "key 0x2a down");
            client.close();

            recorded.await("key 0x1d down", "key 0x2a down", "key 0x2a up");
        }
    }

    @Test
    void everyFourthMotionIsAcknowledged() throws IOException {
        for (int i = 0; i < 11; i++) {
            say(new MousePosition(i, i, 0, 0));
        }

        recorded.await(
                "position 0,0 0",
                "position 1,1 0",
                "position 2,2 0",
                "position 3,3 0",
                "position 4,4 0",
                "position 5,5 0",
                "position 6,6 0",
                "position 7,7 0",
                "position 8,8 0",
                "position 9,9 0",
                "position 10,10 0");
        Patience.until("acks", () -> acks() == 2);
        say(new MousePosition(0, 0, 0, 0));
        Patience.until("the third ack", () -> acks() == 3);
    }

    @Test
    void positionsStayOnTheScreen() throws IOException {
        say(new MousePosition(0xffffffffL, 0xffffffffL, 0xffff, 255), new MousePosition(12, 13, 1, 0));

        recorded.await("position 319,199 127", "position 12,13 1");
    }

    @Test
    void motionInMouseModeClientIsIgnored() throws IOException {
        say(new MouseMotion(5, 5, 0), new MousePosition(1, 2, 0, 0));

        recorded.await("position 1,2 0");
    }

    @Test
    void aGuestWithoutATabletTakesMotion() throws IOException {
        recorded.port().absolutePointer(false);
        MouseMode mode = client.main().await(MouseMode.class);
        assertThat(mode.currentMode()).isEqualTo(MouseModeFlag.SERVER.mask());
        say(new MousePosition(1, 2, 0, 0), new MouseMotion(3, -4, 1));

        recorded.await("motion 3,-4 1");
    }

    @Test
    void aClientMayAskForMotion() throws IOException {
        assertThat(client.init().currentMouseMode()).isEqualTo(MouseModeFlag.CLIENT.mask());
        client.main().send(new MouseModeRequest(MouseModeFlag.SERVER.mask()));
        assertThat(client.main().await(MouseMode.class).currentMode()).isEqualTo(MouseModeFlag.SERVER.mask());
        say(new MouseMotion(-1, 1, 0));

        recorded.await("motion -1,1 0");
    }

    @Test
    void buttonsThatDoNotExistAreIgnored() throws IOException {
        say(
                new MousePress(0, 0),
                new MousePress(255, 0),
                new MousePress(3, 4),
                new MouseRelease(3, 0),
                new MousePress(4, 0),
                new MouseRelease(4, 0));

        recorded.await("button 3 down", "button 3 up", "button 4 down", "button 4 up");
    }

    @Test
    void theGuestsLightsReachTheClient() {
        recorded.port().lockKeys(false, true, true);

        KeyModifiers lights = inputs.await(KeyModifiers.class);
        assertThat(lights.modifiers()).isEqualTo(KeyboardModifier.NUM_LOCK.mask() | KeyboardModifier.CAPS_LOCK.mask());
    }

    @Test
    void aLockKeyThatDiffersIsTappedOnce() throws IOException {
        recorded.port().lockKeys(false, true, false);
        inputs.await(KeyModifiers.class);
        int both = KeyboardModifier.NUM_LOCK.mask() | KeyboardModifier.CAPS_LOCK.mask();
        say(new ClientKeyModifiers(both));
        say(new ClientKeyModifiers(both));
        say(new KeyDown(0x1e));

        recorded.await("key 0x3a down", "key 0x3a up", "key 0x1e down");
    }

    @Test
    void aFloodOfMotionIsTakenWithoutLoss() throws IOException {
        for (int i = 0; i < 5000; i++) {
            say(new MousePress(1, 1));
        }
        say(new KeyDown(0x1e));

        Patience.until("the key behind the flood", () -> recorded.events().contains("key 0x1e down"));
        assertThat(recorded.events()).hasSize(5001);
    }

    private int acks() {
        return inputs.messages(MouseMotionAck.class).size();
    }

    private void say(ClientMessage... messages) throws IOException {
        for (ClientMessage message : messages) {
            inputs.send(message);
        }
    }
}
