package dev.caraway.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientLink;
import dev.caraway.it.client.Connection;
import dev.caraway.it.client.TicketBlock;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.MainServerOpcode;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.SpiceServerBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows T1 to T4 and T9 to T11: tickets and ways to authenticate that are wrong, each beside an honest session. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileTicketTest {

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    private final Witness witness;

    HostileTicketTest() throws IOException, GeneralSecurityException {
        witness = Witness.attach();
    }

    @AfterEach
    void theWitnessWasNotHarmed() throws IOException {
        try (witness) {
            witness.requireUnharmed();
        }
    }

    /** What a test makes of the key in the link reply. */
    private interface Forger {
        Bytes forge(Bytes publicKey) throws GeneralSecurityException;
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0xff})
    void t1ABlockThatIsNoTicketIsRefused(int value) throws IOException, GeneralSecurityException {
        byte[] block = new byte[EncryptedTicket.BYTES];
        Arrays.fill(block, (byte) value);

        assertThat(answerTo(key -> Bytes.wrap(block))).isEqualTo(LinkError.PERMISSION_DENIED);
    }

    @Test
    void t1ABlockUnderAnotherKeyIsRefused() throws IOException, GeneralSecurityException {
        Bytes stale;
        try (Connection connection = Connection.plain(witness.port())) {
            LinkReply earlier = new ClientLink(connection).open(ClientLink.message(0, MAIN));
            stale = TicketBlock.of(earlier.publicKey(), Witness.PASSWORD);
        }

        assertThat(answerTo(key -> stale)).isEqualTo(LinkError.PERMISSION_DENIED);
    }

    @Test
    void t1TheRightPasswordInTheWrongPaddingIsRefused() throws IOException, GeneralSecurityException {
        assertThat(answerTo(key -> TicketBlock.withWrongPadding(key, text(Witness.PASSWORD + "\0"))))
                .isEqualTo(LinkError.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0\0", "sesame", "sesam\0", "sesame2\0", "SESAME\0"})
    void t2AnythingButThePasswordAndOneNulIsRefused(String clear) throws IOException, GeneralSecurityException {
        assertThat(answerToClear(clear)).isEqualTo(LinkError.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {59, 61, 85})
    void t3APasswordOfAnotherLengthIsRefused(int length) throws IOException, GeneralSecurityException {
        try (TestServer server = withPasswordOfSixtyBytes()) {
            assertThat(answerToClear(server.port(), "p".repeat(length) + "\0")).isEqualTo(LinkError.PERMISSION_DENIED);
        }
    }

    @Test
    void t3APasswordOfSixtyBytesIsComparedInFull() throws IOException, GeneralSecurityException {
        try (TestServer server = withPasswordOfSixtyBytes()) {
            assertThat(answerToClear(server.port(), "p".repeat(60) + "\0")).isEqualTo(LinkError.OK);
            assertThat(answerToClear(server.port(), "p".repeat(59) + "q\0")).isEqualTo(LinkError.PERMISSION_DENIED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sesame\0junk", "sesame\0\0", "sesame\0\0\0\0"})
    void t4WhatFollowsTheNulIsRefused(String clear) throws IOException, GeneralSecurityException {
        assertThat(answerToClear(clear)).isEqualTo(LinkError.PERMISSION_DENIED);
    }

    @Test
    void theRightPasswordIsTaken() throws IOException, GeneralSecurityException {
        assertThat(answerToClear("sesame\0")).isEqualTo(LinkError.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 3, 99, 0xffffffffL})
    void t9AnotherWayToAuthenticateIsRefused(long mechanism) throws IOException {
        try (Connection connection = Connection.plain(witness.port())) {
            ClientLink link = new ClientLink(connection);
            assertThat(link.open(ClientLink.message(0, MAIN)).error()).isEqualTo(LinkError.OK);
            connection.write(SpiceWriter.encode(out -> out.u32(mechanism)));

            // The answer is a second reply, as libspice-server gives it, and not a result.
            assertThat(link.readReply().error()).isEqualTo(LinkError.INVALID_DATA);
            connection.awaitEnd();
        }
    }

    @Test
    void t10AFirstMessageGluedToTheTicketIsNotLost() throws IOException, GeneralSecurityException {
        try (Connection connection = Connection.plain(witness.port())) {
            ClientLink link = new ClientLink(connection);
            LinkReply reply = link.open(ClientLink.message(0, MAIN));
            Bytes ticket = TicketBlock.of(reply.publicKey(), Witness.PASSWORD);
            connection.write(SpiceWriter.encode(out -> {
                AuthMechanism.SPICE.encode(out);
                out.bytes(ticket);
                new MiniHeader(new AttachChannels().opcode(), 0).encode(out);
            }));

            assertThat(link.readResult()).isEqualTo(LinkError.OK);
            awaitMessage(connection, MainServerOpcode.CHANNELS_LIST);
        }
    }

    @Test
    void t11WithoutTicketingABlockThatIsNoTicketIsStillRefused() throws IOException, GeneralSecurityException {
        try (Witness open = Witness.attach(SpiceServerBuilder::disableTicketing)) {
            assertThat(answerTo(open.port(), key -> Bytes.wrap(new byte[EncryptedTicket.BYTES])))
                    .isEqualTo(LinkError.PERMISSION_DENIED);
            assertThat(answerTo(open.port(), key -> TicketBlock.of(key, "whatever")))
                    .isEqualTo(LinkError.OK);
            open.requireUnharmed();
        }
    }

    private LinkError answerToClear(String clear) throws IOException, GeneralSecurityException {
        return answerToClear(witness.port(), clear);
    }

    private static LinkError answerToClear(int port, String clear) throws IOException, GeneralSecurityException {
        return answerTo(port, key -> TicketBlock.ofClear(key, text(clear)));
    }

    private static TestServer withPasswordOfSixtyBytes() throws IOException {
        return TestServer.with(
                new FramebufferGuest(8, 8),
                options -> options.password("p".repeat(60).toCharArray()));
    }

    private LinkError answerTo(Forger forger) throws IOException, GeneralSecurityException {
        return answerTo(witness.port(), forger);
    }

    private static LinkError answerTo(int port, Forger forger) throws IOException, GeneralSecurityException {
        try (Connection connection = Connection.plain(port)) {
            ClientLink link = new ClientLink(connection);
            LinkReply reply = link.open(ClientLink.message(0, MAIN));
            assertThat(reply.error()).isEqualTo(LinkError.OK);
            link.chooseSpice();
            connection.write(forger.forge(reply.publicKey()));
            LinkError result = link.readResult();
            if (result != LinkError.OK) {
                assertThat(connection.readToEnd()).isEqualTo(Bytes.EMPTY);
            }
            return result;
        }
    }

    private static void awaitMessage(Connection connection, MainServerOpcode wanted) throws IOException {
        int opcode;
        do {
            MiniHeader header = MiniHeader.decode(new SpiceReader("header", connection.read(MiniHeader.BYTES)));
            connection.read((int) header.size());
            opcode = header.type();
        } while (opcode != wanted.number());
    }

    private static byte[] text(String clear) {
        return clear.getBytes(StandardCharsets.UTF_8);
    }
}
