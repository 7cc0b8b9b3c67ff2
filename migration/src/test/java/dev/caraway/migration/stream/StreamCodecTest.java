package dev.caraway.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.stream.SourceFrame.CancelMove;
import dev.caraway.migration.stream.SourceFrame.GlzPiece;
import dev.caraway.migration.stream.SourceFrame.GuestStopped;
import dev.caraway.migration.stream.SourceFrame.Run;
import dev.caraway.migration.stream.SourceFrame.SnapshotComplete;
import dev.caraway.migration.stream.SourceFrame.SourceAlive;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.SpiceWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class StreamCodecTest {

    private static final int BEGINNING_BYTES = StreamVersion.BYTES;

    /** All that a stream of the source says, and where each frame of it ends. */
    private record Said(List<SourceFrame> frames, Bytes bytes, List<Integer> ends) {}

    @Test
    void thereIsASampleOfEveryKindOfFrame() {
        Set<Class<?>> sampled = Stream.<StreamFrame>concat(Frames.OF_SOURCE.stream(), Frames.OF_TARGET.stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());
        sampled.add(SnapshotComplete.class);

        assertThat(sampled)
                .isEqualTo(Stream.of(SourceFrame.class, TargetFrame.class)
                        .flatMap(direction -> Arrays.stream(direction.getPermittedSubclasses()))
                        .collect(Collectors.toSet()));
        assertThat(FrameType.values()).hasSameSizeAs(sampled);
    }

    @Test
    void whatTheSourceSaysIsWhatTheTargetHears() {
        Said said = said();

        assertThat(heard(StreamDecoder.ofSource(), said.bytes())).isEqualTo(said.frames());
    }

    @Test
    void whatTheTargetSaysIsWhatTheSourceHears() {
        StreamEncoder<TargetFrame> encoder = StreamEncoder.ofTarget();
        Bytes bytes =
                SpiceWriter.join(Frames.OF_TARGET.stream().map(encoder::encode).toList());
        StreamDecoder<TargetFrame> decoder = StreamDecoder.ofTarget();

        assertThat(heard(decoder, bytes)).isEqualTo(Frames.OF_TARGET);
        assertThat(decoder.bytesReceived()).isEqualTo(encoder.bytesSent()).isEqualTo(bytes.length());
    }

    /** The bytes that {@code docs/wire/migrate-stream.md} describes. */
    @Test
    void aStreamBeginsWithItsVersionsAndAFrameWithItsHeader() {
        assertThat(StreamEncoder.ofSource().encode(new GlzPiece(0x01020304, Frames.filled(2, 0xab))))
                .isEqualTo(Hex.bytes("""
                        43 41 52 41 57 41 59 01  # magic
                        01 00 00 00              # newest version
                        01 00 00 00              # oldest version
                        71 d4 fb 20              # checksum of the sixteen bytes before
                        06 00 00 00              # length of the payload
                        06 00                    # type
                        00 00                    # flags
                        00 00 00 00              # sequence number
                        80 12 35 e1              # checksum
                        04 03 02 01              # connection id
                        ab ab                    # piece
                        """));
    }

    @Test
    void aStreamThatEndsWithinAFrameIsRefused() {
        Said said = said();
        for (int length = 0; length < said.bytes().length(); length++) {
            StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();
            int whole = wholeFrames(said, length);

            assertThat(heard(decoder, said.bytes().slice(0, length)))
                    .as("of the first %d bytes", length)
                    .isEqualTo(said.frames().subList(0, whole));
            if (said.ends().contains(length) || length == BEGINNING_BYTES) {
                decoder.end();
            } else {
                assertThatThrownBy(decoder::end)
                        .as("end after %d bytes", length)
                        .isInstanceOf(StreamException.class);
            }
        }
    }

    /** Its header is right: what is cut is the payload, which most kinds do not bear. */
    @Test
    void aPayloadThatIsCutIsAnotherFrameOrNone() {
        Stream.<StreamFrame>concat(Frames.OF_SOURCE.stream(), Frames.OF_TARGET.stream())
                .forEach(frame -> {
                    FrameType type = FrameType.of(frame);
                    Bytes payload = SpiceWriter.encode(frame);
                    for (int length = 0; length < payload.length(); length++) {
                        Bytes cut = payload.slice(0, length);
                        Optional<StreamFrame> other = decoded(type, cut);
                        other.ifPresent(shorter -> {
                            assertThat(shorter).isNotEqualTo(frame).hasSameClassAs(frame);
                            assertThat(decoded(type, SpiceWriter.encode(shorter)))
                                    .contains(shorter);
                        });
                    }
                    assertThat(type.maxBytes()).isGreaterThanOrEqualTo(payload.length());
                });
    }

    @Test
    void aTrailingByteIsRefusedWhereNoBulkEndsTheFrame() {
        Set<FrameType> openEnded = Set.of(
                FrameType.GLZ_PIECE,
                FrameType.CLIENT_STATE,
                FrameType.GUEST_STATE,
                FrameType.KEPT_MESSAGES,
                FrameType.SHARED_STATE,
                FrameType.CANCEL_MOVE,
                FrameType.REFUSE,
                FrameType.SESSION_REFUSED,
                FrameType.LOST,
                // Deflated bytes are looked at when they are needed.
                FrameType.SURFACE_ROWS);
        Stream.<StreamFrame>concat(Frames.OF_SOURCE.stream(), Frames.OF_TARGET.stream())
                .filter(frame -> !openEnded.contains(FrameType.of(frame)))
                .forEach(frame -> {
                    Bytes trailed = SpiceWriter.encode(out -> {
                        frame.encode(out);
                        out.u8(0);
                    });
                    assertThat(decoded(FrameType.of(frame), trailed))
                            .as("%s", frame)
                            .isEmpty();
                });
    }

    @Test
    void aStreamWithAnyBitFlippedIsRefused() {
        Said said = said();
        for (int bit = 0; bit < 8 * said.bytes().length(); bit++) {
            byte[] flipped = said.bytes().toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<SourceFrame> heard = new ArrayList<>();
            StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();

            assertThatThrownBy(() -> {
                        hear(decoder, Bytes.wrap(flipped), heard);
                        decoder.end();
                    })
                    .as("bit %d", bit)
                    .isInstanceOf(StreamException.class);
            assertThat(heard).as("before bit %d", bit).isEqualTo(said.frames().subList(0, wholeFrames(said, bit / 8)));
        }
    }

    @Test
    void piecesOfAnySizeMakeTheSameFrames() {
        Said said = said();
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();
            List<SourceFrame> heard = new ArrayList<>();
            int greatest = 1 + random.nextInt(random.nextBoolean() ? 8 : 400);
            for (int at = 0; at < said.bytes().length(); ) {
                int count = Math.min(said.bytes().length() - at, random.nextInt(greatest + 1));
                hear(decoder, said.bytes().slice(at, count), heard);
                at += count;
                assertThat(heard).hasSize(wholeFrames(said, at));
            }
            decoder.end();
            assertThat(heard).isEqualTo(said.frames());
        }
    }

    @Test
    void aFrameThatIsLostOrRepeatedOrOvertakenIsRefused() {
        StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
        List<Bytes> frames = Stream.of(new SourceAlive(), new SourceAlive(), new GuestStopped())
                .map(encoder::encode)
                .toList();

        refused(frames.get(0), frames.get(2));
        refused(frames.get(0), frames.get(0).slice(BEGINNING_BYTES, FrameHeader.BYTES));
        refused(frames.get(0), frames.get(2), frames.get(1));
    }

    @Test
    void aFrameOfTheOtherDirectionIsRefused() {
        Bytes ofTarget = StreamEncoder.ofTarget().encode(new TargetFrame.TargetAlive());

        assertThatThrownBy(() -> heard(StreamDecoder.ofSource(), ofTarget))
                .isInstanceOf(StreamException.class)
                .hasMessage("frame 110: expected a kind of SourceFrame");
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItsPayloadComes() {
        for (FrameType type : FrameType.values()) {
            byte[] frame = FrameHeader.frame(type, 0, Bytes.EMPTY);
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(type.maxBytes() + 1);
            StreamDecoder<? extends StreamFrame> decoder =
                    type.goes(SourceFrame.class) ? StreamDecoder.ofSource() : StreamDecoder.ofTarget();

            assertThatThrownBy(() -> heard(decoder, joined(beginning(), Bytes.wrap(frame))))
                    .as("%s", type)
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("expected at most " + type.maxBytes());
        }
    }

    @Test
    void aHostWithoutAVersionInCommonIsRefused() {
        for (int[] versions : new int[][] {{2, 2}, {0, 0}, {0, 1}, {-1, 7}}) {
            Bytes beginning = Bytes.wrap(new StreamVersion(versions[0], versions[1]).encode());

            assertThatThrownBy(() -> heard(StreamDecoder.ofSource(), beginning))
                    .isInstanceOf(StreamException.class)
                    .hasMessage(
                            "migrate stream version: expected one of 1 to 1, got %s to %s",
                            Integer.toUnsignedString(versions[1]), Integer.toUnsignedString(versions[0]));
        }
    }

    @Test
    void aNewerHostThatStillUnderstandsUsIsHeard() {
        Bytes alive = StreamEncoder.ofSource().encode(new SourceAlive()).slice(BEGINNING_BYTES, FrameHeader.BYTES);

        assertThat(heard(StreamDecoder.ofSource(), joined(Bytes.wrap(new StreamVersion(9, 1).encode()), alive)))
                .containsExactly(new SourceAlive());
    }

    @Test
    void whatIsNoStreamIsRefusedAtItsFirstWrongByte() {
        StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();

        assertThatThrownBy(() -> heard(decoder, Hex.bytes("43 41 52 45")))
                .isInstanceOf(StreamException.class)
                .hasMessage("migrate stream: expected its magic, got another byte 3");
        assertThatThrownBy(() -> heard(decoder, beginning())).isInstanceOf(StreamException.class);
        assertThatThrownBy(decoder::end).isInstanceOf(StreamException.class);
    }

    /** Sequence numbers and checksums are right: only the digest knows. */
    @Test
    void aSnapshotOfWhichSomethingIsChangedIsRefused() {
        StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
        Bytes piece = encoder.encode(new GlzPiece(1, Frames.filled(3, 1)));
        Bytes complete = encoder.encode(new SnapshotComplete(encoder.digest()));
        Bytes changed = StreamEncoder.ofSource().encode(new GlzPiece(1, Frames.filled(3, 2)));

        assertThat(heard(StreamDecoder.ofSource(), joined(piece, complete))).hasSize(2);
        assertThatThrownBy(() -> heard(StreamDecoder.ofSource(), joined(changed, complete)))
                .isInstanceOf(StreamException.class)
                .hasMessageStartingWith("snapshot digest");
    }

    @Test
    void aSnapshotIsNamedByTheDigestOfAllBeforeIt() {
        StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
        encoder.encode(new GuestStopped());
        Bytes digest = encoder.digest();

        assertThatThrownBy(() -> encoder.encode(new SnapshotComplete(Frames.DIGEST)))
                .isInstanceOf(IllegalArgumentException.class);
        encoder.encode(new SnapshotComplete(digest));
        encoder.encode(new Run());
        assertThat(encoder.digest()).isEqualTo(digest);
    }

    @Test
    void nothingIsAllocatedBecauseAFrameNamesItsLength() throws JMException {
        byte[] header = FrameHeader.frame(FrameType.GUEST_STATE, 0, Frames.filled(StreamLimits.PIECE_BYTES, 0));
        Bytes beginning = joined(beginning(), Bytes.copyOf(header, 0, FrameHeader.BYTES + 100));
        heard(StreamDecoder.ofSource(), beginning);

        long before = allocatedBytes();
        heard(StreamDecoder.ofSource(), beginning);
        assertThat(allocatedBytes() - before).isLessThan(20_000);
    }

    @Test
    void aReasonIsALineOfALog() {
        CancelMove cancel = new CancelMove("a\r\nb\u2028c\ud800d" + "é".repeat(StreamLimits.REASON_BYTES));

        assertThat(cancel.reason()).startsWith("a??b?c?dé").hasSize(8 + (StreamLimits.REASON_BYTES - 8) / 2);
        assertThat(decoded(FrameType.CANCEL_MOVE, SpiceWriter.encode(cancel))).contains(cancel);
    }

    private static Said said() {
        StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
        List<SourceFrame> frames = new ArrayList<>();
        List<Bytes> parts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        int middle = Frames.OF_SOURCE.size() / 2;
        for (int i = 0; i < Frames.OF_SOURCE.size(); i++) {
            if (i == middle) {
                say(encoder, new SnapshotComplete(encoder.digest()), frames, parts, ends);
            }
            say(encoder, Frames.OF_SOURCE.get(i), frames, parts, ends);
        }
        return new Said(frames, SpiceWriter.join(parts), ends);
    }

    private static void say(
            StreamEncoder<SourceFrame> encoder,
            SourceFrame frame,
            List<SourceFrame> frames,
            List<Bytes> parts,
            List<Integer> ends) {
        frames.add(frame);
        parts.add(encoder.encode(frame));
        ends.add((int) encoder.bytesSent());
    }

    private static int wholeFrames(Said said, int length) {
        return (int) said.ends().stream().filter(end -> end <= length).count();
    }

    private static Optional<StreamFrame> decoded(FrameType type, Bytes payload) {
        try {
            return Optional.of(type.decode(payload));
        } catch (StreamException refused) {
            return Optional.empty();
        }
    }

    private static <F extends StreamFrame> List<F> heard(StreamDecoder<F> decoder, Bytes bytes) {
        List<F> heard = new ArrayList<>();
        hear(decoder, bytes, heard);
        return heard;
    }

    private static <F extends StreamFrame> void hear(StreamDecoder<F> decoder, Bytes bytes, List<F> heard) {
        ByteBuffer arrived = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
        for (Optional<F> frame = decoder.next(arrived); frame.isPresent(); frame = decoder.next(arrived)) {
            heard.add(frame.get());
        }
        assertThat(arrived.hasRemaining()).isFalse();
    }

    private static void refused(Bytes... parts) {
        assertThatThrownBy(() -> heard(StreamDecoder.ofSource(), joined(parts)))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("sequence number");
    }

    private static Bytes beginning() {
        return Bytes.wrap(StreamVersion.OURS.encode());
    }

    private static Bytes joined(Bytes... parts) {
        return SpiceWriter.join(List.of(parts));
    }

    private static long allocatedBytes() throws JMException {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadAllocatedBytes",
                        new Object[] {Thread.currentThread().getId()},
                        new String[] {"long"});
    }
}
