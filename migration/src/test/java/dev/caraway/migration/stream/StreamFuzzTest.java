package dev.caraway.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

class StreamFuzzTest {

    @FuzzTest
    void anyBytesAreAStreamOfTheSourceOrRefused(byte[] input) {
        hear(StreamDecoder.ofSource(), input);
    }

    @FuzzTest
    void anyBytesAreAStreamOfTheTargetOrRefused(byte[] input) {
        hear(StreamDecoder.ofTarget(), input);
    }

    /**
     * Past the checksum: {@code input} is a sequence of frames, each a byte for its type, two for its length, and its
     * payload.
     */
    @FuzzTest
    void anyPayloadsAreAConversationOrRefused(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        StreamOrder order = new StreamOrder();
        try {
            while (in.remaining() >= 3) {
                Optional<FrameType> type = FrameType.ofNumber(Byte.toUnsignedInt(in.get()));
                byte[] payload = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
                in.get(payload);
                if (type.isPresent()) {
                    say(order, type.get(), Bytes.wrap(payload));
                }
            }
        } catch (StreamException refused) {
            return;
        }
    }

    private static void say(StreamOrder order, FrameType type, Bytes payload) {
        StreamFrame frame = type.decode(payload);
        assertThat(type.decode(SpiceWriter.encode(frame))).isEqualTo(frame);
        if (frame instanceof SourceFrame ofSource) {
            order.admit(ofSource);
        } else if (frame instanceof TargetFrame ofTarget) {
            order.admit(ofTarget);
        }
        if (frame instanceof SurfaceRows rows) {
            assertThat(rows.decompress().length()).isEqualTo(StreamLimits.BYTES_PER_PIXEL * rows.width() * rows.rows());
        }
    }

    private static <F extends StreamFrame> void hear(StreamDecoder<F> decoder, byte[] input) {
        ByteBuffer arrived = ByteBuffer.wrap(input);
        try {
            for (Optional<F> frame = decoder.next(arrived); frame.isPresent(); frame = decoder.next(arrived)) {
                FrameType type = FrameType.of(frame.get());
                assertThat(type.decode(SpiceWriter.encode(frame.get()))).isEqualTo(frame.get());
            }
            decoder.end();
        } catch (StreamException refused) {
            return;
        }
    }
}
