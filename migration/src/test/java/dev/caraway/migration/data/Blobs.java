package dev.caraway.migration.data;

import dev.caraway.migration.data.DisplayData.GlzDictionary;
import dev.caraway.migration.data.DisplayData.SurfaceAtClient;
import dev.caraway.migration.data.MainData.FromAgent;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Golden;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A layout of each kind with something in every field, and its bytes. */
final class Blobs {

    /** A layout of a channel, as {@link Golden} has it. */
    record Blob(String name, ChannelType type, Golden<? extends ChannelData> golden) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final Extension EXTENSION =
            new Extension(bytes(Extension.MIGRATION_ID_BYTES, 0x11), bytes(Extension.DIGEST_BYTES, 0x22));

    private static final CharDeviceData DEVICE =
            new CharDeviceData(true, 0xffff_ffffL, 0xffff_ffffL, text("pending"), 0);

    private Blobs() {}

    static Stream<Blob> all() {
        return Stream.of(
                new Blob("main", ChannelType.MAIN, main()),
                new Blob("display", ChannelType.DISPLAY, display()),
                new Blob("lossy-display", ChannelType.DISPLAY, lossyDisplay()),
                new Blob("inputs", ChannelType.INPUTS, inputs()),
                new Blob("usbredir", ChannelType.USBREDIR, spicevmc()),
                new Blob("port", ChannelType.PORT, spicevmc()),
                new Blob("webdav", ChannelType.WEBDAV, spicevmc()),
                new Blob("smartcard", ChannelType.SMARTCARD, smartcard()));
    }

    private static Golden<MainData> main() {
        FromAgent fromAgent = new FromAgent(8, 1, 36, false, text("head"), 0, AgentFilterResult.OK);
        return Golden.of(
                new MainData(
                        new CharDeviceData(true, 7, 300, text("written"), 3),
                        true,
                        fromAgent,
                        4096,
                        AgentFilterResult.DISCARD),
                """
                4d 4e 4d 44              # magic
                01 00 00 00              # version
                01 00 00 00              # base.version
                01                       # base.connected
                07 00 00 00              # base.num_client_tokens
                2c 01 00 00              # base.num_send_tokens
                07 00 00 00              # base.write_size
                03 00 00 00              # base.write_num_client_tokens
                41 00 00 00              # base.write_data_ptr
                01                       # client_agent_started
                08 00 00 00              # agent2client.chunk_header_size
                01 00 00 00              # agent2client.chunk_header.port
                24 00 00 00              # agent2client.chunk_header.size
                00                       # agent2client.msg_header_done
                04 00 00 00              # agent2client.msg_header_partial_len
                48 00 00 00              # agent2client.msg_header_ptr
                00 00 00 00              # agent2client.msg_remaining
                00                       # agent2client.msg_filter_result
                00 10 00 00              # client2agent.msg_remaining
                01                       # client2agent.msg_filter_result
                77 72 69 74 74 65 6e     # write_data
                68 65 61 64              # msg_header
                """);
    }

    private static DisplayData display(List<SurfaceAtClient> surfaces) {
        return new DisplayData(
                19, true, 1, 20 << 20, true, List.of(17L, 0L, 3L, -1L), 2, new GlzDictionary(6_290_432, 9), surfaces);
    }

    private static final String DISPLAY_FIELDS = """
            44 43 4d 44              # magic
            01 00 00 00              # version
            13 00 00 00 00 00 00 00  # message_serial
            01                       # low_bandwidth_setting
            01                       # pixmap_cache_id
            00 00 40 01 00 00 00 00  # pixmap_cache_size
            01                       # pixmap_cache_freezer
            11 00 00 00 00 00 00 00  # pixmap_cache_clients[0]
            00 00 00 00 00 00 00 00  # pixmap_cache_clients[1]
            03 00 00 00 00 00 00 00  # pixmap_cache_clients[2]
            ff ff ff ff ff ff ff ff  # pixmap_cache_clients[3]
            02                       # glz_dict_id
            00 fc 5f 00              # glz_dict_data.size
            04 00 00 00              # glz_dict_data.max_encoders
            09 00 00 00 00 00 00 00  # glz_dict_data.last_image_id
            50 00 00 00              # surfaces_at_client_ptr
            """;

    private static Golden<DisplayData> display() {
        return Golden.of(
                display(List.of(new SurfaceAtClient(0, Optional.empty()), new SurfaceAtClient(1023, Optional.empty()))),
                DISPLAY_FIELDS + """
                02 00 00 00              # num_surfaces
                00 00 00 00              # surfaces[0].id
                ff 03 00 00              # surfaces[1].id
                """);
    }

    private static Golden<DisplayData> lossyDisplay() {
        return Golden.of(
                display(List.of(
                        new SurfaceAtClient(0, Optional.of(new Rect(0, 2, 640, 480))),
                        new SurfaceAtClient(5, Optional.of(Rect.EMPTY)))),
                DISPLAY_FIELDS + """
                02 00 00 00              # num_surfaces
                00 00 00 00              # surfaces[0].id
                00 00 00 00              # surfaces[0].lossy_rect.left
                02 00 00 00              # surfaces[0].lossy_rect.top
                80 02 00 00              # surfaces[0].lossy_rect.right
                e0 01 00 00              # surfaces[0].lossy_rect.bottom
                05 00 00 00              # surfaces[1].id
                00 00 00 00              # surfaces[1].lossy_rect.left
                00 00 00 00              # surfaces[1].lossy_rect.top
                00 00 00 00              # surfaces[1].lossy_rect.right
                00 00 00 00              # surfaces[1].lossy_rect.bottom
                """);
    }

    private static Golden<InputsData> inputs() {
        return Golden.of(new InputsData(3), """
                49 43 4d 44              # magic
                01 00 00 00              # version
                03 00                    # motion_count
                """);
    }

    private static Golden<SpicevmcData> spicevmc() {
        return Golden.of(new SpicevmcData(DEVICE), """
                53 56 4d 44              # magic
                01 00 00 00              # version
                01 00 00 00              # base.version
                01                       # base.connected
                ff ff ff ff              # base.num_client_tokens
                ff ff ff ff              # base.num_send_tokens
                07 00 00 00              # base.write_size
                00 00 00 00              # base.write_num_client_tokens
                21 00 00 00              # base.write_data_ptr
                70 65 6e 64 69 6e 67     # write_data
                """);
    }

    private static Golden<SmartcardData> smartcard() {
        return Golden.of(new SmartcardData(DEVICE, true, text("half")), """
                53 43 4d 44              # magic
                01 00 00 00              # version
                01 00 00 00              # base.version
                01                       # base.connected
                ff ff ff ff              # base.num_client_tokens
                ff ff ff ff              # base.num_send_tokens
                07 00 00 00              # base.write_size
                00 00 00 00              # base.write_num_client_tokens
                2a 00 00 00              # base.write_data_ptr
                01                       # reader_added
                04 00 00 00              # read_size
                31 00 00 00              # read_data_ptr
                70 65 6e 64 69 6e 67     # write_data
                68 61 6c 66              # read_data
                """);
    }

    private static Bytes bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
