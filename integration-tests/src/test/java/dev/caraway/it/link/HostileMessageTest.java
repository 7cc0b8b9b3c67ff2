package dev.caraway.it.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.header.FullHeader;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.IOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows M1 to M4, M14 and M22: authenticated clients that break the rules, each beside an honest session. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileMessageTest {

    private static final int DISPLAY_INIT = 101;

    private final Witness witness;
    private final ScriptedClient client;

    HostileMessageTest() throws IOException, GeneralSecurityException {
        witness = Witness.attach();
        client = witness.newClient();
    }

    @AfterEach
    void theWitnessWasNotHarmed() throws IOException {
        try (witness;
                client) {
            witness.requireUnharmed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIN, 0",
        "MAIN, 9999",
        "MAIN, 65535",
        "DISPLAY, 0",
        "DISPLAY, 9999",
        "DISPLAY, 314",
        "INPUTS, 110",
        "INPUTS, 65535",
        "CURSOR, 103",
        "CURSOR, 65535"
    })
    void m1AMessageThatDoesNotExistClosesTheChannel(ChannelType type, int opcode)
            throws IOException, GeneralSecurityException {
        ClientChannel channel = type == ChannelType.MAIN ? client.main() : client.open(type);
        channel.send(opcode, Bytes.wrap(new byte[4]));

        channel.awaitEnd();
        if (type != ChannelType.MAIN) {
            assertThat(client.main().isEnded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 0x80000000L, 0xffffffffL})
    void m2ASizePastTheLimitClosesTheChannelAtTheHeader(long size) throws IOException, GeneralSecurityException {
        ClientChannel display = client.open(ChannelType.DISPLAY);
        display.connection().write(SpiceWriter.encode(new MiniHeader(DISPLAY_INIT, size)));

        display.awaitEnd();
    }

    @Test
    void m2ABodyThatIsTooShortClosesTheChannel() throws IOException, GeneralSecurityException {
        ClientChannel display = client.open(ChannelType.DISPLAY);
        display.send(DISPLAY_INIT, Bytes.wrap(new byte[13]));

        display.awaitEnd();
    }

    @Test
    void m2ABodyWithTrailingBytesClosesTheChannel() throws IOException, GeneralSecurityException {
        ClientChannel inputs = client.open(ChannelType.INPUTS);
        inputs.send(new KeyDown(0).opcode(), Bytes.wrap(new byte[5]));

        inputs.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 0xffffffffL})
    void m3ASubMessageListFromAClientClosesTheChannel(long subList) throws IOException, GeneralSecurityException {
        try (ScriptedClient old = oldClient()) {
            ClientChannel inputs = old.open(ChannelType.INPUTS);
            inputs.connection().write(SpiceWriter.encode(out -> {
                new FullHeader(1, new KeyDown(0).opcode(), 4, subList).encode(out);
                out.u32(0x1e);
            }));

            inputs.awaitEnd();
        }
    }

    @Test
    void m3SerialsFromAClientMeanNothing() throws IOException, GeneralSecurityException {
        try (ScriptedClient old = oldClient()) {
            ClientChannel inputs = old.open(ChannelType.INPUTS);
            for (long serial : new long[] {7, 0, -1, 3}) {
                inputs.connection().write(SpiceWriter.encode(out -> {
                    Bytes body = SpiceWriter.encode(new MouseMotion(0, 0, 0));
                    new FullHeader(serial, new MouseMotion(0, 0, 0).opcode(), body.length(), 0).encode(out);
                    out.bytes(body);
                }));
            }

            inputs.await(MouseMotionAck.class);
        }
    }

    @Test
    void m4ASecondChannelOfTheSameKindIsRefusedAndTheFirstUnharmed() throws IOException, GeneralSecurityException {
        client.openDisplay();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.open(ChannelType.DISPLAY))
                .withMessageContaining("CHANNEL_NOT_AVAILABLE");
        client.awaitPicture(witness.guest().sha256());
        client.requireHealth();
    }

    @Test
    void m4AChannelThatIsNotOfferedIsRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> client.open(ChannelType.SMARTCARD))
                .withMessageContaining("CHANNEL_NOT_AVAILABLE");
    }

    @Test
    void m14ASecondDisplayInitClosesTheChannel() throws IOException, GeneralSecurityException {
        ClientChannel display = client.openDisplay();
        client.awaitPicture(witness.guest().sha256());
        display.send(new DisplayInit(1, 0, 1, 0));

        display.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void m14AnyOfferOfACacheIsClamped(long cachePixels) throws IOException, GeneralSecurityException {
        client.openDisplay(new DisplayInit(255, cachePixels, 255, 0));

        client.awaitPicture(witness.guest().sha256());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MAX_VALUE})
    void m14AGlzWindowThatCannotBeClosesTheChannel(int windowPixels) throws IOException, GeneralSecurityException {
        ClientChannel display = client.open(ChannelType.DISPLAY);
        display.send(DISPLAY_INIT, SpiceWriter.encode(out -> {
            out.u8(1);
            out.i64(0);
            out.u8(1);
            out.i32(windowPixels);
        }));

        display.awaitEnd();
    }

    @Test
    void m22AttachingOnceMoreChangesNothing() throws IOException {
        client.main().send(new AttachChannels());
        client.main().send(new AttachChannels());

        client.requireHealth();
        assertThat(client.main().messages(ChannelsList.class)).hasSize(1);
    }

    @Test
    void m22AttachingForEverEndsTheSession() throws IOException, GeneralSecurityException {
        ClientChannel display = client.openDisplay();
        try {
            for (int i = 0; i < 1000; i++) {
                client.main().send(new AttachChannels());
            }
        } catch (SocketException closed) {
            // The server need not wait for the last of them.
        }

        client.main().awaitEnd();
        display.awaitEnd();
        assertThat(client.main().messages(ChannelsList.class)).hasSize(1);
    }

    private ScriptedClient oldClient() throws IOException, GeneralSecurityException {
        return witness.server().client().password(Witness.PASSWORD).fullHeader().connect();
    }
}
