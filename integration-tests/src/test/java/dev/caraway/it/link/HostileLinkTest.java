package dev.caraway.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientLink;
import dev.caraway.it.client.Connection;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows L1 to L18: link messages that no conforming client sends, each beside an honest session. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileLinkTest {

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    private static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    private static final int REFUSAL_BYTES = 194;

    private final Witness witness;

    HostileLinkTest() throws IOException, GeneralSecurityException {
        witness = Witness.attach();
    }

    @BeforeEach
    void theWitnessIsFine() throws IOException {
        witness.requireUnharmed();
    }

    @AfterEach
    void theWitnessWasNotHarmed() throws IOException {
        try (witness) {
            witness.requireUnharmed();
        }
    }

    @Test
    void l1AnotherProtocolIsToldThatTheMagicIsWrong() throws IOException {
        for (byte[] hello :
                new byte[][] {ascii("RFB 003.008\n"), ascii("GET / HTTP/1.1\r\n\r\n"), clientHello(), random()}) {
            assertThat(refusalOf(Bytes.wrap(hello))).isEqualTo(LinkError.INVALID_MAGIC);
        }
    }

    @Test
    void l1TheRefusalComesAtOnce() throws IOException {
        long before = System.nanoTime();
        refusalOf(Bytes.wrap(ascii("RFB 003.008\n")));

        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void l2MajorVersionZeroIsClosedWithoutAWord() throws IOException {
        try (Connection connection = Connection.plain(witness.port())) {
            connection.write(headerAndBody(new LinkHeader(0, 2, 18)));

            assertThat(connection.readToEnd()).isEqualTo(Bytes.EMPTY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, -1})
    void l2AnotherMajorVersionIsRefused(int major) throws IOException {
        assertThat(refusalOf(headerAndBody(new LinkHeader(major, 2, 18)))).isEqualTo(LinkError.VERSION_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, -1})
    void l3AnyMinorVersionIsFine(int minor) throws IOException, GeneralSecurityException {
        Bytes body = SpiceWriter.encode(ClientLink.message(0, MAIN));

        assertThat(answerTo(framed(new LinkHeader(2, minor, body.length()), body)))
                .isEqualTo(LinkError.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 4097, 0x7fffffffL, 0xaaaaaaaaL, 0xffffffffL})
    void l4AndL5ASizeThatNoLinkMessageHasIsRefused(long size) throws IOException {
        assertThat(refusalOf(headerAndBody(new LinkHeader(2, 2, size)))).isEqualTo(LinkError.INVALID_DATA);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 23, 4000, 0xfffffff0L})
    void l6CapabilitiesOutsideTheMessageAreRefused(long capsOffset) throws IOException {
        assertThat(refusalOf(linkMessage(1, 1, capsOffset, new byte[8]))).isEqualTo(LinkError.INVALID_DATA);
    }

    @ParameterizedTest
    @CsvSource({"1025, 0", "4294967295, 1", "2147483648, 2147483648"})
    void l7MoreCapabilitiesThanFitAreRefused(long common, long channel) throws IOException {
        assertThat(refusalOf(linkMessage(common, channel, 18, new byte[8]))).isEqualTo(LinkError.INVALID_DATA);
    }

    @Test
    void l8CapabilitiesAtAnOddPlaceAreRead() throws IOException, GeneralSecurityException {
        // A byte that belongs to nothing, then AUTH_SELECTION, AUTH_SPICE and MINI_HEADER.
        assertThat(answerTo(linkMessage(1, 0, 19, new byte[] {0, 0x0b, 0, 0, 0})))
                .isEqualTo(LinkError.OK);
    }

    @Test
    void l9CapabilitiesThatNobodyKnowsAreIgnored() throws IOException, GeneralSecurityException {
        int[] words = new int[(Limits.LINK_MESSAGE_MAX_BYTES - LinkMessage.BYTES) / 4];
        Arrays.fill(words, -1);
        LinkMessage message = new LinkMessage(0, 1, 0, Capabilities.ofWords(words), Capabilities.NONE);

        assertThat(answerTo(LinkHeader.frame(message))).isEqualTo(LinkError.OK);
    }

    @Test
    void l11GarbageBehindTheLinkMessageIsNoWayToAuthenticate() throws IOException {
        try (Connection connection = Connection.plain(witness.port())) {
            connection.write(LinkHeader.frame(ClientLink.message(0, MAIN)));
            connection.write(Bytes.wrap(ascii("garbage!")));
            ClientLink link = new ClientLink(connection);

            assertThat(link.readReply().error()).isEqualTo(LinkError.OK);
            // The answer is a second reply, as libspice-server gives it, and not a result.
            assertThat(link.readReply().error()).isEqualTo(LinkError.INVALID_DATA);
            connection.awaitEnd();
        }
    }

    @Test
    void l12ALinkThatEndsAnywhereIsForgotten() throws IOException {
        Bytes whole = LinkHeader.frame(ClientLink.message(0, MAIN));
        for (int length = 0; length < whole.length(); length++) {
            try (Connection connection = Connection.plain(witness.port())) {
                connection.write(whole.slice(0, length));
                connection.finish();
                connection.awaitEnd();
            }
            Connection crashing = Connection.plain(witness.port());
            crashing.write(whole.slice(0, length));
            crashing.reset();
        }
    }

    @Test
    void l15AChannelThatDoesNotExistIsRefused() throws IOException, GeneralSecurityException {
        LinkMessage unknown =
                new LinkMessage(0, 99, 0, ClientLink.message(0, MAIN).commonCapabilities(), Capabilities.NONE);

        assertThat(answerTo(LinkHeader.frame(unknown)))
                .isIn(LinkError.CHANNEL_NOT_AVAILABLE, LinkError.BAD_CONNECTION_ID);
    }

    @Test
    void l15ADisplayBeforeMainIsRefused() throws IOException, GeneralSecurityException {
        assertThat(answerTo(LinkHeader.frame(ClientLink.message(0, DISPLAY)))).isEqualTo(LinkError.BAD_CONNECTION_ID);
    }

    @Test
    void l16AGuessedConnectionIdIsRefused() throws IOException, GeneralSecurityException {
        for (int guess : new int[] {1, 2, 3, 0x7fffffff, -1}) {
            assertThat(answerTo(LinkHeader.frame(ClientLink.message(guess, DISPLAY))))
                    .isEqualTo(LinkError.BAD_CONNECTION_ID);
        }
    }

    @Test
    void aMainLinkThatNamesASessionIsRefused() throws IOException, GeneralSecurityException {
        assertThat(answerTo(LinkHeader.frame(ClientLink.message(4711, MAIN)))).isEqualTo(LinkError.BAD_CONNECTION_ID);
    }

    private LinkError refusalOf(Bytes said) throws IOException {
        try (Connection connection = Connection.plain(witness.port())) {
            connection.write(said);
            Bytes answer = connection.readToEnd();
            assertThat(answer.length()).isEqualTo(REFUSAL_BYTES);
            Bytes body = answer.slice(LinkHeader.BYTES, LinkReply.BYTES);
            return LinkReply.decode(new SpiceReader("SpiceLinkReply", body)).error();
        }
    }

    /** The whole link with the right password: its first error, or OK. */
    private LinkError answerTo(Bytes framed) throws IOException, GeneralSecurityException {
        try (Connection connection = Connection.plain(witness.port())) {
            ClientLink link = new ClientLink(connection);
            connection.write(framed);
            LinkReply reply = link.readReply();
            if (reply.error() != LinkError.OK) {
                return reply.error();
            }
            link.chooseSpice();
            return link.present(reply, Witness.PASSWORD);
        }
    }

    /** The largest link message there may be would follow; what does is its fixed part. */
    private static Bytes headerAndBody(LinkHeader header) {
        return framed(header, Bytes.wrap(new byte[18]));
    }

    private static Bytes framed(LinkHeader header, Bytes body) {
        return SpiceWriter.encode(out -> {
            header.encode(out);
            out.bytes(body);
        });
    }

    /** A main link with counts and an offset that need not be true. */
    private static Bytes linkMessage(long commonWords, long channelWords, long capsOffset, byte[] behind) {
        Bytes body = SpiceWriter.encode(out -> {
            out.i32(0);
            out.u8(ChannelType.MAIN.code());
            out.u8(0);
            out.u32(commonWords);
            out.u32(channelWords);
            out.u32(capsOffset);
            out.bytes(Bytes.wrap(behind));
        });
        return framed(LinkHeader.ofSize(body.length()), body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The beginning of TLS. */
    private static byte[] clientHello() {
        byte[] record = new byte[64];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[4] = 59;
        record[5] = 1;
        return record;
    }

    private static byte[] random() {
        byte[] bytes = new byte[34];
        new Random(34).nextBytes(bytes);
        return bytes;
    }
}
