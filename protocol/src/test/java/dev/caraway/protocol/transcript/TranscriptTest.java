package dev.caraway.protocol.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.base.BaseServerOpcode;
import dev.caraway.protocol.cursor.CursorServerOpcode;
import dev.caraway.protocol.display.DisplayClientOpcode;
import dev.caraway.protocol.display.DisplayServerOpcode;
import dev.caraway.protocol.inputs.InputsClientOpcode;
import dev.caraway.protocol.inputs.InputsServerOpcode;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.main.MainClientOpcode;
import dev.caraway.protocol.main.MainServerOpcode;
import dev.caraway.protocol.transcript.Transcript.Connection;
import dev.caraway.protocol.transcript.Transcript.Frame;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What libspice-server and spice-gtk said to each other, message by message. */
class TranscriptTest {

    static final List<String> NAMES = Transcript.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyMessageDecodesAndEncodesToTheSameBytes(String name) throws IOException {
        for (Connection connection : Transcript.load(name).connections()) {
            ChannelType type = ChannelType.ofCode(connection.channelType()).orElseThrow();
            int index = 0;
            for (Frame frame : connection.fromServer()) {
                ServerMessage message = fromServer(type, frame);
                assertThat(message.opcode()).isEqualTo(frame.opcode());
                assertThat(SpiceWriter.encode(message))
                        .as("%s, server message %d: %s", connection.name(), index++, message)
                        .isEqualTo(frame.body());
            }
            index = 0;
            for (Frame frame : connection.fromClient()) {
                ClientMessage message = fromClient(type, frame);
                assertThat(message.opcode()).isEqualTo(frame.opcode());
                assertThat(SpiceWriter.encode(message))
                        .as("%s, client message %d: %s", connection.name(), index++, message)
                        .isEqualTo(frame.body());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyLinkDecodesAndEncodesToTheSameBytes(String name) throws IOException {
        for (Connection connection : Transcript.load(name).connections()) {
            LinkMessage link = LinkMessage.decode(new SpiceReader("link", connection.link()));
            assertThat(SpiceWriter.encode(link)).as(connection.name()).isEqualTo(connection.link());
            LinkReply reply = LinkReply.decode(new SpiceReader("reply", connection.reply()));
            assertThat(SpiceWriter.encode(reply)).as(connection.name()).isEqualTo(connection.reply());
        }
    }

    /** So that a recording which says nothing any more cannot pass for one that agrees. */
    @Test
    void recordingsHoldTheMessagesForWhichTheyAreKept() throws IOException {
        Set<String> seen = new HashSet<>();
        int messages = 0;
        for (String name : NAMES) {
            for (Connection connection : Transcript.load(name).connections()) {
                ChannelType type = ChannelType.ofCode(connection.channelType()).orElseThrow();
                for (Frame frame : connection.fromServer()) {
                    seen.add(fromServer(type, frame).getClass().getSimpleName());
                    messages++;
                }
                for (Frame frame : connection.fromClient()) {
                    seen.add(fromClient(type, frame).getClass().getSimpleName());
                    messages++;
                }
            }
        }
        assertThat(messages).isGreaterThan(20_000);
        assertThat(seen)
                .contains("Mark", "InvalAllPixmaps", "InvalAllPalettes", "MonitorsConfig", "SurfaceCreate")
                .contains("SurfaceDestroy", "CopyBits", "DrawFill", "DrawCopy", "StreamCreate", "StreamData")
                .contains("StreamClip", "StreamDestroy", "StreamDestroyAll", "StreamActivateReport")
                .contains("DisplayInit", "StreamReport")
                .contains("Migrate", "MigrateData", "SetAck", "Ping", "Notify", "MainInit", "ChannelsList")
                .contains("CursorInit", "CursorSet", "CursorMove", "CursorHide", "InputsInit", "KeyModifiers")
                .contains("Ack", "AckSync", "Pong", "MigrateFlushMark", "ClientMigrateData", "AttachChannels");
    }

    private static ServerMessage fromServer(ChannelType type, Frame frame) {
        int opcode = frame.opcode();
        if (BaseServerOpcode.has(opcode)) {
            return BaseServerOpcode.decode(opcode, frame.body());
        }
        return switch (type) {
            case MAIN -> MainServerOpcode.decode(opcode, frame.body());
            case DISPLAY -> DisplayServerOpcode.decode(opcode, frame.body());
            case INPUTS -> InputsServerOpcode.decode(opcode, frame.body());
            case CURSOR -> CursorServerOpcode.decode(opcode, frame.body());
            default -> throw new AssertionError("nothing was recorded of " + type);
        };
    }

    private static ClientMessage fromClient(ChannelType type, Frame frame) {
        int opcode = frame.opcode();
        if (BaseClientOpcode.has(opcode)) {
            return BaseClientOpcode.decode(opcode, frame.body());
        }
        return switch (type) {
            case MAIN -> MainClientOpcode.decode(opcode, frame.body());
            case DISPLAY -> DisplayClientOpcode.decode(opcode, frame.body());
            case INPUTS -> InputsClientOpcode.decode(opcode, frame.body());
            default -> throw new AssertionError("nothing was recorded of " + type);
        };
    }
}
