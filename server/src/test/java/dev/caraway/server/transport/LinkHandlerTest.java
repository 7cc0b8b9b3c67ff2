package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.CommonCapability;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.link.Ticket;
import dev.caraway.server.link.TicketKey;
import dev.caraway.server.link.TicketProof;
import dev.caraway.server.link.Ticketing;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Reception;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the link and ticket phases, over a socket in memory with virtual time. */
class LinkHandlerTest {

    private static final TicketKey KEY = TicketKey.generate(new SecureRandom());
    private static final Endpoint HERE = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(5930));
    private static final Endpoint THERE = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(40000));
    private static final Capabilities MAIN = Capabilities.of(MainCapability.SEAMLESS_MIGRATE);
    private static final Capabilities MODERN =
            Capabilities.of(CommonCapability.AUTH_SELECTION, CommonCapability.AUTH_SPICE, CommonCapability.MINI_HEADER);
    private static final byte[] SPICE = words(1);
    private static final long GRACE_MILLIS = 10_000;

    private final Desk desk = new Desk();
    private final Keys keys = new Keys();
    private final Next next = new Next();
    private Ticketing ticketing = Ticketing.required();
    private @Nullable EmbeddedChannel socket;

    @BeforeEach
    void setTicket() {
        ticketing.set(Ticket.of("pw".toCharArray()));
    }

    @AfterEach
    void nothingLeaks() {
        if (socket != null) {
            socket.finishAndReleaseAll();
        }
    }

    @Test
    void modernClientIsLinked() {
        open();
        send(link(MODERN));
        LinkReply reply = reply();
        assertThat(reply.error()).isEqualTo(LinkError.OK);
        assertThat(reply.publicKey()).isEqualTo(KEY.publicKey());
        assertThat(reply.commonCapabilities()).isEqualTo(MODERN);
        assertThat(reply.channelCapabilities()).isEqualTo(MAIN);
        send(SPICE, ticket("pw\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
        assertThat(next.peer)
                .isEqualTo(new LinkedPeer(
                        new ChannelId(ChannelType.MAIN, 0), 0, MODERN, Capabilities.NONE, false, HERE, THERE));
        assertThat(next.miniHeader).isTrue();
        assertThat(socket().pipeline().get(LinkHandler.class)).isNull();
        pass(2 * GRACE_MILLIS);
        assertThat(socket().isOpen()).isTrue();
    }

    @Test
    void oldClientSendsItsTicketAtOnceAndSpeaksFullHeaders() {
        open();
        send(link(Capabilities.NONE));
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        send(ticket("pw\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
        assertThat(next.miniHeader).isFalse();
    }

    @Test
    void linkWrittenByteByByteIsLinked() {
        open();
        sendByteByByte(link(MODERN));
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        sendByteByByte(SPICE);
        sendByteByByte(ticket("pw\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
    }

    @Test
    void linkSplitAtEveryOffsetIsLinked() {
        byte[] link = link(MODERN);
        byte[] login = join(SPICE, ticket("pw\0"));
        for (int at = 1; at < Math.max(link.length, login.length); at++) {
            open();
            sendSplit(link, at);
            assertThat(reply().error()).isEqualTo(LinkError.OK);
            sendSplit(login, at);
            assertThat(result()).isEqualTo(LinkError.OK);
            socket().finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFB 003.008\n",
                "GET ",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "0123456789012345678901234567890123"
            })
    void anotherProtocolIsToldInvalidMagic(String greeting) {
        open();
        send(greeting.getBytes(StandardCharsets.ISO_8859_1));
        assertRefusedInReply(LinkError.INVALID_MAGIC);
    }

    @Test
    void versionZeroIsClosedWithoutAWord() {
        open();
        send(header(0, 2, 26));
        assertThat(sent()).isEmpty();
        assertThat(socket().isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, -1})
    void otherMajorVersionIsAMismatch(int major) {
        open();
        send(header(major, 2, 26));
        assertRefusedInReply(LinkError.VERSION_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, -1})
    void anyMinorVersionIsAccepted(int minor) {
        byte[] link = link(MODERN);
        ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN).putInt(8, minor);
        open();
        send(link);
        assertThat(reply().error()).isEqualTo(LinkError.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 4097, 0x7fffffff, 0xaaaaaaaa, 0xffffffff})
    void sizeOutOfRangeIsInvalid(int size) {
        open();
        send(header(2, 2, size));
        assertRefusedInReply(LinkError.INVALID_DATA);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0",
        "1, 0, 17",
        "1, 0, 19",
        "1, 0, 4000",
        "1, 0, -16",
        "1025, 0, 18",
        "-1, 1, 18",
        "-2147483648, -2147483648, 18",
        "1, 1, 18"
    })
    void capabilitiesOutsideTheMessageAreInvalid(int common, int channel, int offset) {
        open();
        send(rawLink(common, channel, offset, new byte[4]));
        assertRefusedInReply(LinkError.INVALID_DATA);
    }

    @Test
    void unalignedCapabilitiesAreRead() {
        open();
        send(rawLink(1, 0, 19, join(new byte[1], words(0b1011))));
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        send(SPICE, ticket("pw\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
        assertThat(next.miniHeader).isTrue();
    }

    @Test
    void unknownCapabilitiesAreOfNoConsequence() {
        byte[] ones = new byte[4 * 1019];
        Arrays.fill(ones, (byte) 0xff);
        open();
        send(rawLink(1019, 0, 18, ones));
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        send(SPICE, ticket("pw\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
    }

    @Test
    void garbageBehindTheLinkMessageIsAWrongMechanism() {
        open();
        send(link(MODERN), new byte[] {7, 7, 7, 7, 7});
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        assertRefusedInReply(LinkError.INVALID_DATA);
    }

    @Test
    void linkCutAnywhereEndsWithItsSocketOrItsTime() {
        byte[] link = link(MODERN);
        for (int length = 0; length < link.length; length++) {
            open();
            send(Arrays.copyOf(link, length));
            assertThat(sent()).isEmpty();
            pass(GRACE_MILLIS - 1);
            assertThat(socket().isOpen()).isTrue();
            pass(1);
            assertThat(socket().isOpen()).isFalse();
            assertThat(sent()).isEmpty();

            open();
            send(Arrays.copyOf(link, length));
            socket().close();
            pass(GRACE_MILLIS);
            assertThat(sent()).isEmpty();
        }
    }

    @Test
    void slowBytesDoNotLengthenTheTime() {
        open();
        byte[] link = link(MODERN);
        for (int i = 0; i < 25; i++) {
            send(new byte[] {link[i]});
            pass(400);
        }
        assertThat(socket().isOpen()).isFalse();
    }

    @Test
    void linkThatWaitsForItsKeyEndsWithItsTimeAndWantsNoKeyThen() {
        keys.ready = false;
        open();
        send(link(MODERN));
        pass(GRACE_MILLIS);
        assertThat(socket().isOpen()).isFalse();
        assertThat(keys.waiting).isEmpty();
    }

    @Test
    void floodAheadOfTheKeyIsNotRead() {
        keys.ready = false;
        open();
        send(link(MODERN), new byte[64 * 1024]);
        assertThat(socket().config().isAutoRead()).isFalse();
        keys.deliver();
        socket().runPendingTasks();
        assertThat(socket().config().isAutoRead()).isTrue();
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        assertRefusedInReply(LinkError.INVALID_DATA);
    }

    @ParameterizedTest
    @CsvSource({"NEED_SECURED, false", "NEED_UNSECURED, true"})
    void channelOnTheWrongKindOfSocketIsTold(LinkError security, boolean encrypted) {
        desk.security = security;
        open(encrypted);
        send(link(MODERN));
        assertRefusedInReply(security);
    }

    @Test
    void unknownChannelTypeIsNotAvailableAfterTheTicket() {
        byte[] link = link(MODERN);
        link[LinkHeader.BYTES + 4] = 99;
        open();
        send(link);
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        send(SPICE, ticket("wrong\0"));
        assertRefusedInResult(LinkError.PERMISSION_DENIED);

        open();
        send(link);
        assertThat(reply().channelCapabilities()).isEqualTo(Capabilities.NONE);
        send(SPICE, ticket("pw\0"));
        assertRefusedInResult(LinkError.CHANNEL_NOT_AVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD_CONNECTION_ID", "CHANNEL_NOT_AVAILABLE"})
    void unavailableChannelIsToldAfterTheTicket(LinkError availability) {
        desk.availability = availability;
        open();
        login("pw\0");
        assertRefusedInResult(availability);
    }

    @Test
    void ticketOfAClientThatMayBeVouchedForIsHeldForTwoSeconds() {
        desk.mayVouch = true;
        open();
        login("elsewhere\0");
        for (int held = 0; held < 3; held++) {
            pass(500);
        }
        pass(499);
        assertThat(socket().outboundMessages()).isEmpty();
        pass(1);
        assertRefusedInResult(LinkError.PERMISSION_DENIED);
    }

    @Test
    void heldTicketOpensWhenItIsVouchedFor() {
        desk.mayVouch = true;
        ticketing.set(Ticket.of("elsewhere".toCharArray()));
        open();
        login("elsewhere\0");
        assertThat(result()).isEqualTo(LinkError.OK);
        ticketing.set(Ticket.of("pw".toCharArray()));
        open();
        login("elsewhere\0");
        pass(700);
        ticketing.vouch(0, new TicketProof(desk.proof), Long.MAX_VALUE);
        pass(500);
        assertThat(result()).isEqualTo(LinkError.OK);
    }

    @Test
    void unreadableTicketIsAnsweredLikeAWrongOne() {
        byte[] ones = new byte[128];
        Arrays.fill(ones, (byte) 0xff);
        for (byte[] block : new byte[][] {ones, new byte[128], ticket("wrong\0")}) {
            open();
            send(link(MODERN));
            reply();
            send(SPICE, block);
            assertRefusedInResult(LinkError.PERMISSION_DENIED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "pw", "pw_junk", "pw__", "wrong_"})
    void anythingButTheTicketAndOneNulIsDenied(String sent) {
        open();
        login(sent.replace('_', '\0'));
        assertRefusedInResult(LinkError.PERMISSION_DENIED);
    }

    @Test
    void ticketOfSixtyBytesIsUsable() {
        ticketing.set(Ticket.of("x".repeat(60).toCharArray()));
        open();
        login("x".repeat(60) + "\0");
        assertThat(result()).isEqualTo(LinkError.OK);
        for (int length : new int[] {59, 61, 85}) {
            open();
            login("x".repeat(length) + "\0");
            assertRefusedInResult(LinkError.PERMISSION_DENIED);
        }
    }

    @Test
    void emptyTicketRefusesEveryone() {
        ticketing.set(Ticket.of(new char[0]));
        open();
        login("\0");
        assertRefusedInResult(LinkError.PERMISSION_DENIED);
    }

    @Test
    void ticketChangedBeforeTheBlockCountsAlready() {
        open();
        send(link(MODERN));
        reply();
        ticketing.set(Ticket.of("new".toCharArray()));
        send(SPICE, ticket("new\0"));
        assertThat(result()).isEqualTo(LinkError.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 99, -1})
    void otherAuthMechanismIsInvalid(int mechanism) {
        open();
        send(link(MODERN));
        reply();
        send(words(mechanism));
        assertRefusedInReply(LinkError.INVALID_DATA);
    }

    @Test
    void ticketWithoutItsLastByteEndsWithItsTime() {
        open();
        send(link(MODERN));
        reply();
        send(SPICE, Arrays.copyOf(ticket("pw\0"), 127));
        pass(GRACE_MILLIS);
        assertThat(socket().isOpen()).isFalse();
        assertThat(sent()).isEmpty();
    }

    @Test
    void bytesBehindTheTicketReachTheChannel() {
        open();
        send(link(MODERN));
        reply();
        send(SPICE, ticket("pw\0"), new byte[] {1, 2, 3});
        send(new byte[] {4, 5});
        assertThat(result()).isEqualTo(LinkError.OK);
        assertThat(next.received.toByteArray()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void withoutTicketingAnyReadableBlockOpens() {
        ticketing = Ticketing.off();
        open();
        login("");
        assertThat(result()).isEqualTo(LinkError.OK);

        open();
        send(link(MODERN));
        reply();
        send(SPICE, new byte[128]);
        assertRefusedInResult(LinkError.PERMISSION_DENIED);
    }

    @Test
    void refusedPeerWhoGoesOnTalkingIsNotAnswered() {
        open();
        send("RFB 003.008\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(sent()).hasSize(194);
        if (socket().isOpen()) {
            send(link(MODERN));
        }
        assertThat(sent()).isEmpty();
    }

    @Test
    void everyLinkOnAPlainSocketHasItsOwnKey() {
        LinkServices services = services();
        assertThat(services.keysFor(false)).isSameAs(services.freshKeys());
        assertThat(services.keysFor(true)).isSameAs(services.rotatedKeys());
        ticketing = Ticketing.off();
        assertThat(services().keysFor(false)).isSameAs(services.rotatedKeys());
    }

    private void open() {
        open(false);
    }

    private void open(boolean encrypted) {
        socket = new EmbeddedChannel();
        socket.freezeTime();
        socket.pipeline().addLast(new LinkHandler(services(), next, HERE, THERE, encrypted));
    }

    private LinkServices services() {
        return new LinkServices(new EmbeddedLoop(), desk, ticketing, keys, keys, GRACE_MILLIS);
    }

    private EmbeddedChannel socket() {
        return Objects.requireNonNull(socket);
    }

    private void login(String password) {
        send(link(MODERN));
        assertThat(reply().error()).isEqualTo(LinkError.OK);
        send(SPICE, ticket(password));
    }

    private void send(byte[]... parts) {
        socket().writeInbound(Unpooled.wrappedBuffer(join(parts)));
        socket().runPendingTasks();
    }

    private void sendByteByByte(byte[] bytes) {
        for (byte one : bytes) {
            send(new byte[] {one});
        }
    }

    private void sendSplit(byte[] bytes, int at) {
        int middle = Math.min(at, bytes.length);
        send(Arrays.copyOf(bytes, middle));
        send(Arrays.copyOfRange(bytes, middle, bytes.length));
    }

    private void pass(long millis) {
        socket().advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        socket().runScheduledPendingTasks();
        socket().runPendingTasks();
    }

    /** Everything sent since the last call. */
    private byte[] sent() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf next = socket().readOutbound(); next != null; next = socket().readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(next));
            next.release();
        }
        return bytes.toByteArray();
    }

    /** One buffer that was sent. */
    private byte[] sentAtOnce() {
        ByteBuf buffer = socket().readOutbound();
        assertThat(buffer).as("something sent").isNotNull();
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        return bytes;
    }

    private LinkReply reply() {
        byte[] bytes = sentAtOnce();
        LinkHeader header =
                LinkHeader.decode(new SpiceReader("SpiceLinkHeader", Bytes.copyOf(bytes, 0, LinkHeader.BYTES)));
        assertThat(header.majorVersion()).isEqualTo(2);
        assertThat(header.size()).isEqualTo(bytes.length - LinkHeader.BYTES);
        return LinkReply.decode(new SpiceReader(
                "SpiceLinkReply", Bytes.copyOf(bytes, LinkHeader.BYTES, bytes.length - LinkHeader.BYTES)));
    }

    /** The result, which has a buffer for itself. */
    private LinkError result() {
        byte[] bytes = sentAtOnce();
        assertThat(bytes).hasSize(4);
        return LinkError.ofCode(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .orElseThrow();
    }

    private void assertRefusedInReply(LinkError error) {
        byte[] bytes = sent();
        byte[] expected = new byte[194];
        ByteBuffer.wrap(expected)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(LinkHeader.MAGIC)
                .putInt(2)
                .putInt(2)
                .putInt(178)
                .putInt(error.code());
        assertThat(bytes).isEqualTo(expected);
        assertThat(socket().isOpen()).isFalse();
        assertThat(next.peer).isNull();
    }

    private void assertRefusedInResult(LinkError error) {
        assertThat(sent()).isEqualTo(words(error.code()));
        assertThat(socket().isOpen()).isFalse();
    }

    private static byte[] link(Capabilities common) {
        ChannelId main = new ChannelId(ChannelType.MAIN, 0);
        return LinkHeader.frame(new LinkMessage(0, main.type().code(), main.id(), common, Capabilities.NONE))
                .toArray();
    }

    private static byte[] rawLink(int common, int channel, int offset, byte[] rest) {
        byte[] fixed = ByteBuffer.allocate(18)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .put((byte) 1)
                .put((byte) 0)
                .putInt(common)
                .putInt(channel)
                .putInt(offset)
                .array();
        return join(header(2, 2, fixed.length + rest.length), fixed, rest);
    }

    private static byte[] header(int major, int minor, int size) {
        return words(LinkHeader.MAGIC, major, minor, size);
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] ticket(String password) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new X509EncodedKeySpec(KEY.publicKey().toArray())));
            return cipher.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The embedded socket's loop, whose time the test moves. */
    private final class EmbeddedLoop implements Loop {

        @Override
        public void execute(Runnable task) {
            socket().eventLoop().execute(task);
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            var scheduled = socket().eventLoop().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    /** Gives the one key at once, or when told to. */
    private static final class Keys implements TicketKeys {

        private final List<Runnable> waiting = new ArrayList<>();
        private boolean ready = true;

        @Override
        public Request request(Executor executor, Consumer<TicketKey> taker) {
            Runnable delivery = () -> executor.execute(() -> taker.accept(KEY));
            waiting.add(delivery);
            if (ready) {
                deliver();
            }
            return () -> waiting.remove(delivery);
        }

        private void deliver() {
            List<Runnable> served = List.copyOf(waiting);
            waiting.clear();
            served.forEach(Runnable::run);
        }
    }

    /** A server with a main channel. */
    private static final class Desk implements Reception {

        private LinkError security = LinkError.OK;
        private LinkError availability = LinkError.OK;
        private boolean mayVouch;
        private Bytes proof = Bytes.EMPTY;

        @Override
        public boolean mayBeVouchedFor(int connectionId) {
            return mayVouch;
        }

        @Override
        public void onTicketProved(int connectionId, Bytes given) {
            proof = given;
        }

        @Override
        public LinkError checkSecurity(ChannelId channel, boolean encrypted) {
            return security;
        }

        @Override
        public Capabilities capabilities(ChannelId channel) {
            return MAIN;
        }

        @Override
        public LinkError checkAvailable(ChannelId channel, int connectionId) {
            return availability;
        }

        @Override
        public void onConnected(Endpoint server, Endpoint client) {
            throw new AssertionError("not the link's business");
        }

        @Override
        public void onDisconnected(Endpoint server, Endpoint client) {
            throw new AssertionError("not the link's business");
        }

        @Override
        public ChannelClient admit(LinkedPeer peer, Outbox outbox) {
            throw new AssertionError("not the link's business");
        }
    }

    /** Who gets the socket. */
    private static final class Next implements LinkedHandoff {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private @Nullable LinkedPeer peer;
        private boolean miniHeader;

        @Override
        public void linked(ChannelHandlerContext context, LinkedPeer linkedPeer, boolean mini) {
            peer = linkedPeer;
            miniHeader = mini;
            context.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext behind, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    received.writeBytes(ByteBufUtil.getBytes(bytes));
                    bytes.release();
                }
            });
        }
    }
}
