package dev.caraway.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.CommonCapability;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private static final Capabilities COMMON =
            Capabilities.of(CommonCapability.AUTH_SELECTION, CommonCapability.MINI_HEADER);

    /** Some six bytes before, three words, two bytes after: room for offsets of all kinds. */
    private static Bytes linkMessage(int commonCount, int channelCount, int capsOffset) {
        return SpiceWriter.encode(out -> {
            out.u32(0);
            out.u8(1);
            out.u8(0);
            out.i32(commonCount);
            out.i32(channelCount);
            out.i32(capsOffset);
            out.bytes(Bytes.wrap(new byte[20]));
        });
    }

    private static <T extends Encodable> Function<Bytes, T> whole(String name, Function<SpiceReader, T> decode) {
        return body -> {
            SpiceReader in = new SpiceReader(name, body);
            T decoded = decode.apply(in);
            in.end();
            return decoded;
        };
    }

    private static LinkMessage decode(Bytes body) {
        return whole("SpiceLinkMess", LinkMessage::decode).apply(body);
    }

    @Test
    void headerIsSixteenBytes() {
        Golden.of(LinkHeader.ofSize(26), """
                        52 45 44 51  # magic
                        02 00 00 00  # major_version
                        02 00 00 00  # minor_version
                        1a 00 00 00  # size
                        """).verify(whole("SpiceLinkHeader", LinkHeader::decode));
    }

    @Test
    void headerWithoutItsMagicIsRefused() {
        assertThatThrownBy(() -> whole("SpiceLinkHeader", LinkHeader::decode)
                        .apply(Hex.bytes("52 46 42 20 30 30 33 2e 30 30 38 0a 00 00 00 00")))
                .isInstanceOf(WireException.class);
    }

    @Test
    void anyVersionAndSizeCanBeReadSoThatTheyCanBeRefusedProperly() {
        LinkHeader header = whole("SpiceLinkHeader", LinkHeader::decode)
                .apply(Hex.bytes("52 45 44 51 ff ff ff ff ff ff ff ff ff ff ff ff"));
        assertThat(header).isEqualTo(new LinkHeader(-1, -1, 0xffffffffL));
    }

    @Test
    void linkMessageIsEighteenBytesAndItsCapabilities() {
        LinkMessage message = new LinkMessage(0x04030201, 2, 1, COMMON, Capabilities.ofWords(-1, 2));
        Bytes body = Hex.bytes("""
                01 02 03 04  # connection_id
                02           # channel_type
                01           # channel_id
                01 00 00 00  # num_common_caps
                02 00 00 00  # num_channel_caps
                12 00 00 00  # caps_offset
                09 00 00 00  # common
                ff ff ff ff  # channel
                02 00 00 00  # channel
                """);
        assertThat(SpiceWriter.encode(message)).isEqualTo(body);
        assertThat(decode(body)).isEqualTo(message);
        for (int length = 0; length < body.length(); length++) {
            Bytes truncated = body.slice(0, length);
            assertThatThrownBy(() -> decode(truncated)).isInstanceOf(WireException.class);
        }
        assertThat(LinkHeader.frame(message).length()).isEqualTo(16 + 18 + 12);
    }

    @ParameterizedTest
    @CsvSource({"18", "19", "21", "30"})
    void capabilitiesMayStandAnywhereBehindTheFixedPart(int capsOffset) {
        LinkMessage message = decode(linkMessage(1, 1, capsOffset));
        assertThat(message.commonCapabilities()).isEqualTo(Capabilities.ofWords(0));
        assertThat(message.channelCapabilities()).isEqualTo(Capabilities.ofWords(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 31, 35, 38, 39, 4000, 0xfffffff0, Integer.MAX_VALUE})
    void capabilitiesOutsideTheMessageOrOverItsFixedPartAreRefused(int capsOffset) {
        assertThatThrownBy(() -> decode(linkMessage(1, 1, capsOffset))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @CsvSource({"1025, 0", "0, 1025", "-1, 1", "1, -1", "-2147483648, -2147483648", "1024, 0", "3, 3"})
    void moreCapabilitiesThanTheMessageHoldsAreRefused(int commonCount, int channelCount) {
        assertThatThrownBy(() -> decode(linkMessage(commonCount, channelCount, 18)))
                .isInstanceOf(WireException.class);
    }

    @Test
    void withoutCapabilitiesTheirOffsetMeansNothing() {
        LinkMessage message = decode(linkMessage(0, 0, 0));
        assertThat(message.commonCapabilities()).isEqualTo(Capabilities.NONE);
    }

    @Test
    void unknownChannelTypeCanBeReadSoThatItCanBeRefusedProperly() {
        LinkMessage message = new LinkMessage(0, 99, 255, COMMON, Capabilities.NONE);
        assertThat(decode(SpiceWriter.encode(message))).isEqualTo(message);
    }

    @Test
    void refusalIsTheErrorAndZeros() {
        Bytes framed = LinkHeader.frame(LinkReply.refused(LinkError.INVALID_MAGIC));
        assertThat(framed.length()).isEqualTo(194);
        assertThat(framed.slice(0, 20)).isEqualTo(Hex.bytes("52454451 02000000 02000000 b2000000 02000000"));
        assertThat(framed.slice(20, 174)).isEqualTo(Bytes.wrap(new byte[174]));
        new Golden<>(LinkReply.refused(LinkError.INVALID_MAGIC), false, 0, framed.slice(16, 178))
                .verify(whole("SpiceLinkReply", LinkReply::decode));
    }

    @Test
    void acceptanceCarriesKeyAndCapabilities() {
        byte[] key = new byte[162];
        key[0] = 0x30;
        key[161] = 1;
        LinkReply reply = LinkReply.accepted(Bytes.wrap(key), COMMON, Capabilities.ofWords(9));
        Bytes body = SpiceWriter.encode(out -> {
            out.bytes(Hex.bytes("00 00 00 00  # error"));
            out.bytes(Bytes.wrap(key));
            out.bytes(Hex.bytes("""
                            01 00 00 00  # num_common_caps
                            01 00 00 00  # num_channel_caps
                            b2 00 00 00  # caps_offset
                            09 00 00 00  # common
                            09 00 00 00  # channel
                            """));
        });
        new Golden<>(reply, false, 0, body).verify(whole("SpiceLinkReply", LinkReply::decode));
    }

    @Test
    void keyOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> LinkReply.accepted(Bytes.wrap(new byte[161]), COMMON, COMMON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mechanismIsItsCapabilitysNumber() {
        Golden.of(AuthMechanism.SPICE, "01 00 00 00").verify(whole("mechanism", AuthMechanism::decode));
        Golden.of(AuthMechanism.SASL, "02 00 00 00").verify(whole("mechanism", AuthMechanism::decode));
        assertThat(AuthMechanism.SPICE.code()).isEqualTo(CommonCapability.AUTH_SPICE.bit());
        assertThat(AuthMechanism.SASL.code()).isEqualTo(CommonCapability.AUTH_SASL.bit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00 00 00", "03 00 00 00", "63 00 00 00", "ff ff ff ff"})
    void unknownMechanismIsRefused(String hex) {
        assertThatThrownBy(() -> whole("mechanism", AuthMechanism::decode).apply(Hex.bytes(hex)))
                .isInstanceOf(WireException.class);
    }

    @Test
    void ticketIsOneBlockAndStaysOutOfLogs() {
        byte[] block = new byte[128];
        block[127] = 0x5a;
        EncryptedTicket ticket = new EncryptedTicket(Bytes.wrap(block));
        new Golden<>(ticket, false, 0, Bytes.wrap(block)).verify(whole("ticket", EncryptedTicket::decode));
        assertThat(ticket).hasToString("EncryptedTicket[hidden]");
        assertThatThrownBy(() -> new EncryptedTicket(Bytes.wrap(new byte[129])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultIsOneOfTheErrors() {
        Golden.of(new LinkResult(LinkError.CHANNEL_NOT_AVAILABLE), "09 00 00 00")
                .verify(whole("result", LinkResult::decode));
        assertThatThrownBy(() -> whole("result", LinkResult::decode).apply(Hex.bytes("0a 00 00 00")))
                .isInstanceOf(WireException.class);
    }
}
