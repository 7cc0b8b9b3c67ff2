package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.header.FullHeader;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.SpiceWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FramingTest {

    private final RecordingChannel channel = new RecordingChannel();
    private EmbeddedChannel socket = new EmbeddedChannel();
    private SocketOutbox outbox = open(ChannelType.INPUTS, true);

    private SocketOutbox open(ChannelType type, boolean miniHeader) {
        socket.finishAndReleaseAll();
        socket = new EmbeddedChannel();
        SocketOutbox out = new SocketOutbox(socket, miniHeader, false, "test");
        FrameDecoder frames = new FrameDecoder(new AdmittedClient(type, channel, out), miniHeader);
        socket.pipeline().addLast(frames);
        out.bind("s1/inputs-0", frames);
        return out;
    }

    @AfterEach
    void nothingIsLeft() {
        socket.finishAndReleaseAll();
    }

    @Test
    void messagesSplitAtEveryByteArriveWhole() {
        byte[] wire = concat(mini(101, 5), mini(102, 0), mini(103, 3000));
        for (int cut = 1; cut < wire.length; cut++) {
            channel.lines.clear();
            socket.writeInbound(Unpooled.copiedBuffer(wire, 0, cut));
            socket.writeInbound(Unpooled.copiedBuffer(wire, cut, wire.length - cut));
            assertThat(channel.lines).as("cut at %d", cut).containsExactly("101 5", "102 0", "103 3000");
        }
    }

    @Test
    void messagesArriveByteByByteWithTheFullHeader() {
        outbox = open(ChannelType.INPUTS, false);
        for (byte each : concat(full(101, 40, 0), full(102, 0, 0))) {
            socket.writeInbound(Unpooled.wrappedBuffer(new byte[] {each}));
        }
        assertThat(channel.lines).containsExactly("101 40", "102 0");
    }

    @Test
    void bodyPastItsLimitIsRefusedAtTheHeader() {
        channel.limit = 4;
        byte[] header = SpiceWriter.encode(new MiniHeader(101, 0xffff_ffffL)).toArray();
        socket.writeInbound(Unpooled.wrappedBuffer(header));
        assertThat(channel.lines).containsExactly("let go");
        assertThat(outbox.isWritable()).isFalse();
        socket.runPendingTasks();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void violationOnMainClosesTheSession() {
        open(ChannelType.MAIN, true);
        channel.limit = 4;
        socket.writeInbound(Unpooled.wrappedBuffer(mini(101, 5)));
        assertThat(channel.lines)
                .containsExactly("let go", "session closed: message 101: expected at most 4 bytes, got 5");
    }

    @Test
    void ourMistakeClosesTheSession() {
        channel.onMessage = body -> {
            throw new IllegalStateException("bug");
        };
        socket.writeInbound(Unpooled.wrappedBuffer(concat(mini(101, 1), mini(102, 1))));
        assertThat(channel.lines)
                .containsExactly("101 1", "let go", "session closed: java.lang.IllegalStateException: bug");
    }

    @Test
    void subMessageListFromAClientIsRefused() {
        open(ChannelType.INPUTS, false);
        socket.writeInbound(Unpooled.wrappedBuffer(full(101, 4, 1)));
        assertThat(channel.lines).containsExactly("let go");
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void oneTurnTakesNoMoreThanItsBudget() {
        List<byte[]> flood = new ArrayList<>();
        for (int i = 0; i < 3 * FrameDecoder.MESSAGES_PER_TURN; i++) {
            flood.add(mini(1, 1));
        }
        List<Integer> turns = new ArrayList<>();
        socket.eventLoop().execute(() -> turns.add(channel.lines.size()));
        socket.pipeline().fireChannelRead(Unpooled.wrappedBuffer(concat(flood.toArray(byte[][]::new))));
        assertThat(channel.lines).hasSize(FrameDecoder.MESSAGES_PER_TURN);
        assertThat(socket.config().isAutoRead()).isFalse();
        socket.runPendingTasks();
        assertThat(turns).containsExactly(FrameDecoder.MESSAGES_PER_TURN);
        assertThat(channel.lines).hasSize(3 * FrameDecoder.MESSAGES_PER_TURN);
        assertThat(socket.config().isAutoRead()).isTrue();
    }

    @Test
    void pausedReadingKeepsBufferedMessagesToo() {
        channel.onMessage = body -> outbox.pauseReading();
        socket.writeInbound(Unpooled.wrappedBuffer(concat(mini(1, 1), mini(2, 1))));
        assertThat(channel.lines).containsExactly("1 1");
        assertThat(socket.config().isAutoRead()).isFalse();
        outbox.resumeReading();
        socket.runPendingTasks();
        assertThat(channel.lines).containsExactly("1 1", "2 1");
    }

    @Test
    void messagesAreNumberedFromOneAndFlushedTogether() {
        outbox = open(ChannelType.INPUTS, false);
        outbox.send(Payload.of(7, 2));
        outbox.send(Payload.of(8, 1000));
        socket.runPendingTasks();
        assertThat(outbox.lastSerial()).isEqualTo(2);
        assertThat(outbox.pendingBytes()).isZero();
        ByteBuf first = socket.readOutbound();
        assertThat(first.readLongLE()).isEqualTo(1);
        assertThat(first.readUnsignedShortLE()).isEqualTo(7);
        assertThat(first.readIntLE()).isEqualTo(2);
        assertThat(first.readIntLE()).isZero();
        assertThat(first.readableBytes()).isEqualTo(2);
        ByteBuf second = socket.readOutbound();
        assertThat(second.readLongLE()).isEqualTo(2);
        assertThat(second.readableBytes()).isEqualTo(10 + 1000);
        first.release();
        second.release();
    }

    @Test
    void fullSocketIsNotWritableAndSaysWhenItIsAgain() {
        socket.config().setWriteBufferWaterMark(new WriteBufferWaterMark(100, 1000));
        outbox.send(Payload.of(1, 2000));
        assertThat(outbox.isWritable()).isFalse();
        assertThat(outbox.pendingBytes()).isEqualTo(2006);
        assertThat(channel.lines).isEmpty();
        socket.runPendingTasks();
        assertThat(outbox.isWritable()).isTrue();
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(channel.lines).containsExactly("writable");
    }

    @Test
    void nothingIsSentAfterClose() {
        outbox.send(Payload.of(1, 1));
        outbox.close();
        outbox.send(Payload.of(2, 1));
        assertThat(outbox.lastSerial()).isEqualTo(1);
        ByteBuf only = socket.readOutbound();
        assertThat(only.readableBytes()).isEqualTo(7);
        only.release();
        assertThat(socket.<ByteBuf>readOutbound()).isEqualTo(Unpooled.EMPTY_BUFFER);
        assertThat(socket.<ByteBuf>readOutbound()).isNull();
    }

    private static byte[] mini(int opcode, int size) {
        return concat(SpiceWriter.encode(new MiniHeader(opcode, size)).toArray(), new byte[size]);
    }

    private static byte[] full(int opcode, int size, int subListOffset) {
        return concat(
                SpiceWriter.encode(new FullHeader(1, opcode, size, subListOffset))
                        .toArray(),
                new byte[size]);
    }

    static byte[] concat(byte[]... parts) {
        ByteBuf all = Unpooled.wrappedBuffer(parts);
        byte[] joined = new byte[all.readableBytes()];
        all.readBytes(joined);
        return joined;
    }
}
