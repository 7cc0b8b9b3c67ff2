package dev.caraway.migration.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.data.Blobs.Blob;
import dev.caraway.migration.data.DisplayData.SurfaceAtClient;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.base.BaseServerOpcode;
import dev.caraway.protocol.transcript.Transcript;
import dev.caraway.protocol.transcript.Transcript.Connection;
import dev.caraway.protocol.transcript.Transcript.Frame;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.ChangedBytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrateBlobTest {

    private static final int MAIN_TOKENS_AT = 13;
    private static final int MAIN_WRITE_SIZE_AT = 21;
    private static final int MAIN_WRITE_POINTER_AT = 29;
    private static final int SURFACES_POINTER_AT = 76;
    private static final int SURFACE_COUNT_AT = 80;

    static Stream<Blob> blobs() {
        return Blobs.all();
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void layoutDecodesAndEncodesToItsBytes(Blob blob) {
        blob.golden().verify(body -> plain(blob.type(), body));
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void aChangedByteMakesAnotherLayoutOrNone(Blob blob) {
        ChangedBytes.verify(blob.golden(), body -> plain(blob.type(), body));
    }

    @Test
    void blobsOfQemuDecodeAndEncodeToTheSameBytes() throws IOException {
        Map<ChannelType, Bytes> said = recorded("qemu-migrate-src", true);
        Map<ChannelType, Bytes> carried = recorded("qemu-migrate-dst", false);

        assertThat(said).containsOnlyKeys(ChannelType.MAIN, ChannelType.DISPLAY, ChannelType.INPUTS);
        assertThat(carried).isEqualTo(said);
        said.forEach((type, body) -> assertThat(MigrateBlob.decode(type, body).encode(type))
                .as("%s", type)
                .isEqualTo(body));
    }

    @Test
    void blobsOfQemuSayWhatItsSessionWas() throws IOException {
        Map<ChannelType, Bytes> said = recorded("qemu-migrate-src", true);

        assertThat(said.entrySet().stream().map(entry -> plain(entry.getKey(), entry.getValue())))
                .contains(MainData.WITHOUT_AGENT, new InputsData(1))
                .filteredOn(DisplayData.class::isInstance)
                .singleElement()
                .satisfies(data -> {
                    DisplayData display = (DisplayData) data;
                    assertThat(display.messageSerial()).isEqualTo(19);
                    assertThat(display.isPixmapCacheFreezer()).isTrue();
                    assertThat(display.glzDictionary().nextImageId()).isEqualTo(9);
                    assertThat(display.surfaces()).containsExactly(new SurfaceAtClient(0, Optional.empty()));
                });
    }

    @Test
    void channelsWithoutStateTakeNoBlob() {
        Bytes inputs = body("inputs");

        for (ChannelType type : ChannelType.values()) {
            if (!MigrateBlob.isCarriedBy(type)) {
                assertThatThrownBy(() -> MigrateBlob.decode(type, inputs)).isInstanceOf(WireException.class);
            }
        }
        assertThat(Stream.of(ChannelType.values()).filter(type -> !MigrateBlob.isCarriedBy(type)))
                .containsExactly(ChannelType.CURSOR, ChannelType.PLAYBACK, ChannelType.RECORD);
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void aBlobOfAnotherKindOfChannelIsRefused(Blob blob) {
        Blobs.all()
                .filter(other -> !other.golden()
                        .message()
                        .getClass()
                        .equals(blob.golden().message().getClass()))
                .forEach(other -> refused(blob.type(), other.golden().body()));
    }

    @Test
    void moreTokensThanTheWindowAreRefused() {
        Bytes main = body("main");

        assertThat(plain(ChannelType.MAIN, main)).isInstanceOf(MainData.class);
        refused(ChannelType.MAIN, changed(main, MAIN_TOKENS_AT, 8));
    }

    @Test
    void moreMotionsThanAClientSendsAreRefused() {
        assertThat(plain(ChannelType.INPUTS, changed(body("inputs"), 8, 8))).isEqualTo(new InputsData(8));
        refused(ChannelType.INPUTS, changed(body("inputs"), 8, 9));
    }

    @Test
    void surfacesPastTheTableAreRefused() {
        refused(ChannelType.DISPLAY, changed(changed(body("display"), 88, 0), 89, 4));
    }

    @Test
    void aSurfaceNamedTwiceIsRefused() {
        refused(ChannelType.DISPLAY, changed(changed(body("display"), 88, 0), 89, 0));
        refused(ChannelType.DISPLAY, changed(body("lossy-display"), 104, 0));
    }

    /** Why a blob is pinned by its digest: libspice-server's two layouts of surfaces do not say which they are. */
    @Test
    void aLossyListCutToTheSizeOfALosslessOneIsLegal() {
        Bytes lossy = changed(body("lossy-display"), SURFACE_COUNT_AT + 8, 1);
        Bytes cut = lossy.slice(0, SURFACE_COUNT_AT + 12);

        assertThat(((DisplayData) plain(ChannelType.DISPLAY, cut)).surfaces())
                .containsExactly(new SurfaceAtClient(0, Optional.empty()), new SurfaceAtClient(1, Optional.empty()));
        assertThat(MigrateBlob.digest(cut)).isNotEqualTo(MigrateBlob.digest(lossy));
    }

    @Test
    void moreSurfacesThanTheBodyHoldsAreRefused() {
        refused(ChannelType.DISPLAY, changed(body("display"), SURFACE_COUNT_AT, 3));
        refused(ChannelType.DISPLAY, changed(body("display"), SURFACE_COUNT_AT + 3, 0x7f));
    }

    @Test
    void aPointerIntoTheFixedPartIsRefused() {
        refused(ChannelType.DISPLAY, changed(body("display"), SURFACES_POINTER_AT, 0x4c));
        refused(ChannelType.MAIN, changed(body("main"), MAIN_WRITE_POINTER_AT, 0x40));
    }

    @Test
    void bytesThatTwoPointersShareAreRefused() {
        refused(ChannelType.MAIN, changed(body("main"), MAIN_WRITE_POINTER_AT, 0x48));
        refused(ChannelType.MAIN, changed(body("main"), MAIN_WRITE_POINTER_AT, 0x42));
    }

    @Test
    void bytesThatNobodyPointsToAreRefused() {
        refused(ChannelType.MAIN, changed(body("main"), MAIN_WRITE_SIZE_AT, 6));
    }

    @Test
    void aPointerToNothingMeansNothing() {
        Bytes main = SpiceWriter.encode(MainData.WITHOUT_AGENT);

        assertThat(plain(ChannelType.MAIN, changed(main, MAIN_WRITE_POINTER_AT + 3, 0xff)))
                .isEqualTo(MainData.WITHOUT_AGENT);
    }

    @Test
    void aBodyAboveTheTargetsLimitIsRefusedBeforeItIsRead() {
        for (ChannelType type : ChannelType.values()) {
            refused(type, Bytes.wrap(new byte[MigrateBlob.limitBytes(type) + 1]));
        }
    }

    @Test
    void mainDataFillUpToTheLimitOfLibspice() {
        int room = Limits.MIGRATE_MAIN_BYTES - MainData.FIXED_BYTES;

        Bytes full = new MigrateBlob(mainWithPending(room), Optional.empty()).encode(ChannelType.MAIN);
        assertThat(full.length()).isEqualTo(Limits.MIGRATE_MAIN_BYTES);
        assertThat(plain(ChannelType.MAIN, full)).isEqualTo(mainWithPending(room));
        MigrateBlob tooLarge = new MigrateBlob(mainWithPending(room + 1), Optional.empty());
        assertThatThrownBy(() -> tooLarge.encode(ChannelType.MAIN)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void anExtensionIsReadBehindEveryLayout(Blob blob) {
        MigrateBlob extended = extended(blob);

        assertThat(MigrateBlob.decode(blob.type(), extended.encode(blob.type())))
                .isEqualTo(extended);
    }

    /** A blob without its extension is one of another server, so nothing of the snapshot is believed from it. */
    @ParameterizedTest
    @MethodSource("blobs")
    void aTruncatedExtensionIsRefusedAndARemovedOneMissed(Blob blob) {
        Bytes body = extended(blob).encode(blob.type());
        int layoutBytes = blob.golden().body().length();

        for (int length = 0; length < body.length(); length++) {
            if (length != layoutBytes) {
                refused(blob.type(), body.slice(0, length));
            }
        }
        assertThat(MigrateBlob.decode(blob.type(), body.slice(0, layoutBytes)).extension())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void whatFollowsAnExtensionIsRefused(Blob blob) {
        Bytes body = extended(blob).encode(blob.type());

        for (int more : new int[] {1, 64, 1 << 16}) {
            refused(blob.type(), SpiceWriter.encode(out -> out.bytes(body).bytes(Bytes.wrap(new byte[more]))));
        }
        refused(blob.type(), SpiceWriter.encode(out -> {
            out.bytes(body);
            Blobs.EXTENSION.encode(out, false);
        }));
    }

    @Test
    void anUnknownSectionIsSkipped() {
        assertThat(withSections(out -> {
                    id(out);
                    digest(out);
                    out.u16(3).u16(5).bytes(Bytes.wrap(new byte[5]));
                    out.u16(700).u16(0);
                }))
                .contains(Blobs.EXTENSION);
    }

    @Test
    void sectionsThatCannotBeReadRightAreRefused() {
        List<Consumer<SpiceWriter>> blocks = List.of(
                out -> {
                    id(out);
                    digest(out);
                    out.u16(0x8003).u16(0);
                },
                out -> {
                    digest(out);
                    id(out);
                },
                out -> {
                    id(out);
                    id(out);
                    digest(out);
                },
                MigrateBlobTest::id,
                MigrateBlobTest::digest,
                out -> {
                    id(out);
                    out.u16(0x8002).u16(31).bytes(Bytes.wrap(new byte[31]));
                },
                out -> {});

        for (Consumer<SpiceWriter> sections : blocks) {
            assertThatThrownBy(() -> withSections(sections)).isInstanceOf(WireException.class);
        }
    }

    @Test
    void anotherVersionOrAnUnknownFlagIsRefused() {
        Bytes body = new MigrateBlob(new InputsData(3), Optional.of(Blobs.EXTENSION)).encode(ChannelType.INPUTS);
        int block = InputsData.FIXED_BYTES;

        refused(ChannelType.INPUTS, changed(body, block, 'c'));
        refused(ChannelType.INPUTS, changed(body, block + 4, 0));
        refused(ChannelType.INPUTS, changed(body, block + 4, 2));
        refused(ChannelType.INPUTS, changed(body, block + 8, 2));
        refused(ChannelType.INPUTS, changed(body, block + 8, 1));
    }

    @ParameterizedTest
    @MethodSource("blobs")
    void everyChangedBitChangesTheDigest(Blob blob) {
        Bytes body = blob.golden().body();
        Bytes pinned = MigrateBlob.digest(body);

        assertThat(pinned.length()).isEqualTo(Extension.DIGEST_BYTES);
        for (int bit = 0; bit < 8 * body.length(); bit++) {
            byte[] flipped = body.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(MigrateBlob.digest(Bytes.wrap(flipped))).isNotEqualTo(pinned);
        }
    }

    private static ChannelData plain(ChannelType type, Bytes body) {
        MigrateBlob blob = MigrateBlob.decode(type, body);
        assertThat(blob.extension()).isEmpty();
        return blob.data();
    }

    private static MigrateBlob extended(Blob blob) {
        return new MigrateBlob(blob.golden().message(), Optional.of(Blobs.EXTENSION));
    }

    private static Optional<Extension> withSections(Consumer<SpiceWriter> sections) {
        Bytes body = SpiceWriter.encode(out -> {
            new InputsData(3).encode(out);
            out.u32(Magic.number(Extension.MAGIC)).u32(1).u32(0);
            sections.accept(out);
        });
        return MigrateBlob.decode(ChannelType.INPUTS, body).extension();
    }

    private static void id(SpiceWriter out) {
        out.u16(0x8001).u16(16).bytes(Blobs.EXTENSION.migrationId());
    }

    private static void digest(SpiceWriter out) {
        out.u16(0x8002).u16(32).bytes(Blobs.EXTENSION.snapshotDigest());
    }

    private static MainData mainWithPending(int bytes) {
        CharDeviceData agent = new CharDeviceData(true, 0, 0, Bytes.wrap(new byte[bytes]), 10);
        return new MainData(agent, true, MainData.FromAgent.NOTHING, 0, AgentFilterResult.OK);
    }

    private static Bytes body(String name) {
        return Blobs.all()
                .filter(blob -> blob.name().equals(name))
                .findFirst()
                .orElseThrow()
                .golden()
                .body();
    }

    private static Bytes changed(Bytes body, int at, int value) {
        byte[] changed = body.toArray();
        changed[at] = (byte) value;
        return Bytes.wrap(changed);
    }

    private static void refused(ChannelType type, Bytes body) {
        assertThatThrownBy(() -> MigrateBlob.decode(type, body))
                .as("%s %s", type, body)
                .isInstanceOf(WireException.class);
    }

    private static Map<ChannelType, Bytes> recorded(String transcript, boolean isFromServer) throws IOException {
        Map<ChannelType, Bytes> bodies = new EnumMap<>(ChannelType.class);
        for (Connection connection : Transcript.load(transcript).connections()) {
            int opcode = isFromServer ? BaseServerOpcode.MIGRATE_DATA.number() : BaseClientOpcode.MIGRATE_DATA.number();
            for (Frame frame : isFromServer ? connection.fromServer() : connection.fromClient()) {
                if (frame.opcode() == opcode) {
                    ChannelType type =
                            ChannelType.ofCode(connection.channelType()).orElseThrow();
                    assertThat(bodies.put(type, frame.body())).isNull();
                }
            }
        }
        return bodies;
    }
}
