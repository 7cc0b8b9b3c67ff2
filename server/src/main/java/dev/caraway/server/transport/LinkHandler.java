package dev.caraway.server.transport;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkResult;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.link.DecryptedTicket;
import dev.caraway.server.link.LinkEffect;
import dev.caraway.server.link.LinkEffect.CancelTimer;
import dev.caraway.server.link.LinkEffect.CheckTicket;
import dev.caraway.server.link.LinkEffect.CloseSocket;
import dev.caraway.server.link.LinkEffect.HandOver;
import dev.caraway.server.link.LinkEffect.RequestKey;
import dev.caraway.server.link.LinkEffect.SendReply;
import dev.caraway.server.link.LinkEffect.SendResult;
import dev.caraway.server.link.LinkEffect.StartTimer;
import dev.caraway.server.link.LinkEvent;
import dev.caraway.server.link.LinkEvent.AuthMechanismArrived;
import dev.caraway.server.link.LinkEvent.GraceEnded;
import dev.caraway.server.link.LinkEvent.HeaderArrived;
import dev.caraway.server.link.LinkEvent.KeyArrived;
import dev.caraway.server.link.LinkEvent.MalformedBytesArrived;
import dev.caraway.server.link.LinkEvent.MessageArrived;
import dev.caraway.server.link.LinkEvent.SocketClosed;
import dev.caraway.server.link.LinkEvent.TicketAccepted;
import dev.caraway.server.link.LinkEvent.TicketArrived;
import dev.caraway.server.link.LinkEvent.TicketRefused;
import dev.caraway.server.link.LinkState;
import dev.caraway.server.link.LinkState.AwaitingAuthMechanism;
import dev.caraway.server.link.LinkState.AwaitingHeader;
import dev.caraway.server.link.LinkState.AwaitingMessage;
import dev.caraway.server.link.LinkState.AwaitingTicket;
import dev.caraway.server.link.LinkState.Refused;
import dev.caraway.server.link.LinkStep;
import dev.caraway.server.link.LinkVerdict;
import dev.caraway.server.link.TicketKey;
import dev.caraway.server.link.TicketOutcome;
import dev.caraway.server.link.TicketProof;
import dev.caraway.server.session.LinkedPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links one accepted socket: feeds what arrives to the handshake's machine, does what it wants, and leaves the pipeline
 * when the link is done. Whatever has arrived behind the ticket is passed on then.
 */
final class LinkHandler extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    /** What a peer may send ahead while we look for a key or check its ticket: the first messages of a channel. */
    private static final int AHEAD_BYTES = 16 * 1024;

    /** How much of another protocol's greeting a log line shows; escaped it is four times as long at most. */
    private static final int GREETING_BYTES = 32;

    /** A ticket that is not right here may be that of a client whose host has yet to speak of it: 2 seconds in all. */
    private static final long HOLD_MILLIS = 500;

    private static final int HOLDS = 4;

    /** How long a refused peer may leave our few bytes unread. */
    private static final long READING_MILLIS = 1000;

    private final LinkServices services;
    private final LinkedHandoff handoff;
    private final Endpoint server;
    private final Endpoint client;
    private final boolean encrypted;

    private LinkState state = new AwaitingHeader();
    private @Nullable TicketKey key;
    private Loop.@Nullable Timer timer;
    private TicketKeys.@Nullable Request keyRequest;

    LinkHandler(LinkServices services, LinkedHandoff handoff, Endpoint server, Endpoint client, boolean encrypted) {
        this.services = services;
        this.handoff = handoff;
        this.server = server;
        this.client = client;
        this.encrypted = encrypted;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        follow(context, LinkState.start(), "accepted");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        if (!context.isRemoved()) {
            apply(context, new SocketClosed());
        }
    }

    /** INVARIANT: after the handler has gone, neither a key nor the timer comes back to it. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        cancelTimer();
        cancelKeyRequest();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.info("{} Link broke off, reason={}", client, SocketFailure.reason(cause));
        Farewell.abort(context.channel());
    }

    /** Takes what the state awaits, once all of it is there; called again while that takes bytes. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (state instanceof AwaitingHeader) {
            takeHeader(context, in);
        } else if (state instanceof AwaitingMessage awaiting) {
            take(
                    context,
                    in,
                    "SpiceLinkMess",
                    awaiting.messageBytes(),
                    reader -> messageArrived(LinkMessage.decode(reader)));
        } else if (state instanceof AwaitingAuthMechanism) {
            take(
                    context,
                    in,
                    "SpiceLinkAuthMechanism",
                    AuthMechanism.BYTES,
                    reader -> new AuthMechanismArrived(AuthMechanism.decode(reader)));
        } else if (state instanceof AwaitingTicket) {
            take(
                    context,
                    in,
                    "SpiceLinkEncryptedTicket",
                    EncryptedTicket.BYTES,
                    reader -> new TicketArrived(EncryptedTicket.decode(reader)));
        } else if (state instanceof LinkState.Unfinished) {
            if (in.readableBytes() > AHEAD_BYTES) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            in.skipBytes(in.readableBytes());
        }
    }

    private void takeHeader(ChannelHandlerContext context, ByteBuf in) {
        if (in.readableBytes() < LinkHeader.MAGIC_BYTES) {
            return;
        }
        if (in.getIntLE(in.readerIndex()) != LinkHeader.MAGIC) {
            apply(context, new MalformedBytesArrived("magic: expected REDQ, got \"" + escaped(in) + "\""));
            return;
        }
        take(context, in, "SpiceLinkHeader", LinkHeader.BYTES, reader -> new HeaderArrived(LinkHeader.decode(reader)));
    }

    private void take(
            ChannelHandlerContext context,
            ByteBuf in,
            String name,
            int length,
            Function<SpiceReader, LinkEvent> decode) {
        if (in.readableBytes() < length) {
            return;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        apply(context, decoded(new SpiceReader(name, Bytes.wrap(bytes)), decode));
    }

    private static LinkEvent decoded(SpiceReader reader, Function<SpiceReader, LinkEvent> decode) {
        try {
            LinkEvent event = decode.apply(reader);
            reader.end();
            return event;
        } catch (WireException e) {
            return new MalformedBytesArrived(String.valueOf(e.getMessage()));
        }
    }

    private LinkEvent messageArrived(LinkMessage message) {
        Optional<ChannelId> channel = channelOf(message);
        return new MessageArrived(
                message,
                channel.map(id -> services.reception().checkSecurity(id, encrypted))
                        .orElse(LinkError.OK),
                channel.map(id -> services.reception().capabilities(id)).orElse(Capabilities.NONE));
    }

    private static Optional<ChannelId> channelOf(LinkMessage message) {
        return ChannelType.ofCode(message.channelType()).map(type -> new ChannelId(type, message.channelId()));
    }

    /** INVARIANT: the state changes here alone, and effects never apply an event within this call. */
    private void apply(ChannelHandlerContext context, LinkEvent event) {
        assert services.loop().inLoop();
        LinkStep step = event.applyTo(state);
        assert step.verdict() != LinkVerdict.SHELL_MISUSE : state + " " + event;
        follow(context, step, event);
    }

    private void follow(ChannelHandlerContext context, LinkStep step, Object event) {
        LOG.debug("{} {} → {} ({})", client, state, step.next(), event);
        state = step.next();
        for (LinkEffect effect : step.effects()) {
            interpret(context, effect);
        }
    }

    private void interpret(ChannelHandlerContext context, LinkEffect effect) {
        if (effect instanceof StartTimer) {
            timer = services.loop().schedule(services.graceMillis(), () -> apply(context, new GraceEnded()));
        } else if (effect instanceof CancelTimer) {
            cancelTimer();
        } else if (effect instanceof RequestKey) {
            keyRequest = services.keysFor(encrypted).request(services.loop(), made -> onKey(context, made));
        } else if (effect instanceof SendReply send) {
            write(context, LinkHeader.frame(send.reply()));
        } else if (effect instanceof SendResult send) {
            write(context, SpiceWriter.encode(new LinkResult(send.error())));
        } else if (effect instanceof CheckTicket check) {
            services.loop().execute(() -> checkTicket(context, check, HOLDS));
        } else if (effect instanceof CloseSocket close) {
            closeSocket(context, close);
        } else if (effect instanceof HandOver handOver) {
            handOver(context, handOver);
        } else {
            throw new AssertionError(effect);
        }
    }

    private void onKey(ChannelHandlerContext context, TicketKey made) {
        keyRequest = null;
        key = made;
        apply(context, new KeyArrived(made.publicKey()));
        decodeRest(context);
    }

    /** About a millisecond of work, so in a turn of its own. */
    private void checkTicket(ChannelHandlerContext context, CheckTicket check, int holds) {
        if (!(state instanceof LinkState.AwaitingTicketCheck) || key == null) {
            return;
        }
        int connectionId = check.message().connectionId();
        DecryptedTicket given = key.decrypt(check.ticket());
        TicketProof proof = TicketProof.of(given);
        TicketOutcome outcome =
                services.ticketing().check(connectionId, given, services.loop().nanoTime());
        if (outcome == TicketOutcome.ACCEPTED) {
            key = null;
            LinkError availability = availabilityOf(check.message());
            if (availability == LinkError.OK && services.ticketing().isRequired()) {
                services.reception().onTicketProved(connectionId, proof.encoded());
            }
            apply(context, new TicketAccepted(availability));
        } else if (holds > 0 && services.reception().mayBeVouchedFor(connectionId)) {
            services.loop().schedule(HOLD_MILLIS, () -> checkTicket(context, check, holds - 1));
        } else {
            key = null;
            apply(context, new TicketRefused(outcome.rule()));
        }
    }

    private LinkError availabilityOf(LinkMessage message) {
        return channelOf(message)
                .map(id -> services.reception().checkAvailable(id, message.connectionId()))
                .orElse(LinkError.CHANNEL_NOT_AVAILABLE);
    }

    private static void write(ChannelHandlerContext context, Bytes bytes) {
        context.writeAndFlush(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
    }

    private void closeSocket(ChannelHandlerContext context, CloseSocket close) {
        key = null;
        cancelKeyRequest();
        LOG.warn("{} Link refused, reason={}", client, close.rule());
        if (state instanceof Refused) {
            Farewell.begin(context.channel(), READING_MILLIS);
        } else {
            Farewell.abort(context.channel());
        }
    }

    private void handOver(ChannelHandlerContext context, HandOver handOver) {
        LinkMessage message = handOver.message();
        ChannelId channel = channelOf(message).orElseThrow();
        LinkedPeer peer = new LinkedPeer(
                channel,
                message.connectionId(),
                message.commonCapabilities(),
                message.channelCapabilities(),
                encrypted,
                server,
                client);
        handoff.linked(context, peer, handOver.miniHeader());
        context.channel().config().setAutoRead(true);
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    /** Looks again at the bytes that arrived while none were awaited. */
    private void decodeRest(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(true);
        if (actualReadableBytes() > 0) {
            // The decoder looks at what it has kept whenever something arrives, be it nothing.
            try {
                channelRead(context, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                exceptionCaught(context, e);
            }
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void cancelKeyRequest() {
        if (keyRequest != null) {
            keyRequest.cancel();
            keyRequest = null;
        }
    }

    /** The first bytes of {@code in}, printable as they are, others as two hexadecimal digits. */
    private static String escaped(ByteBuf in) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(in.readableBytes(), GREETING_BYTES); i++) {
            int value = in.getUnsignedByte(in.readerIndex() + i);
            boolean printable = value >= 0x20 && value < 0x7f && value != '"' && value != '\\';
            text.append(
                    printable
                            ? String.valueOf((char) value)
                            : "\\x" + HexFormat.of().toHexDigits((byte) value));
        }
        return text.toString();
    }
}
