package dev.caraway.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.agent.AgentCapability;
import dev.caraway.protocol.agent.AgentMessage;
import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.agent.AgentMessageType;
import dev.caraway.protocol.agent.AnnounceCapabilities;
import dev.caraway.protocol.agent.Clipboard;
import dev.caraway.protocol.agent.MonitorConfig;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.protocol.agent.Reply;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorsAgentTest {

    private final List<List<Head>> wishes = new ArrayList<>();
    private final List<AgentMessage> answers = new ArrayList<>();
    private final MonitorsAgent agent =
            new MonitorsAgent(wish -> wishes.add(wish.on()), piece -> answers.add(decoded(piece)));

    @Test
    void clientThatAsksIsToldThatMonitorsAreAllThereIs() {
        agent.grant(100);
        say(new AnnounceCapabilities(true, Capabilities.NONE));

        assertThat(answers).hasSize(1);
        Capabilities announced = ((AnnounceCapabilities) answers.get(0)).capabilities();
        assertThat(announced.has(AgentCapability.MONITORS_CONFIG)).isTrue();
        assertThat(announced.has(AgentCapability.CLIPBOARD_BY_DEMAND)).isFalse();
        assertThat(announced.has(AgentCapability.FILE_XFER_DETAILED_ERRORS)).isFalse();
    }

    @Test
    void wishIsToldAndConfirmed() {
        agent.grant(1);
        say(config(0, monitor(800, 600, 0, 0)));

        assertThat(wishes).containsExactly(List.of(new Head(0, 0, 800, 600)));
        assertThat(answers).containsExactly(new Reply(AgentMessageType.MONITORS_CONFIG.number(), 1));
    }

    @Test
    void clientWithoutCreditGoesWithoutAnAnswer() {
        say(config(0, monitor(800, 600, 0, 0)));

        assertThat(wishes).hasSize(1);
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 19, 20, 21, 2048})
    void piecesOfAnySizeBecomeTheSameMessages(int pieceBytes) {
        Bytes said = SpiceWriter.encode(out -> {
            out.bytes(AgentMessageHeader.frame(config(0, monitor(800, 600, 0, 0))));
            out.bytes(AgentMessageHeader.frame(new AnnounceCapabilities(false, Capabilities.NONE)));
            out.bytes(AgentMessageHeader.frame(config(0, monitor(640, 480, 0, 0))));
        });
        for (int at = 0; at < said.length(); at += pieceBytes) {
            agent.take(said.slice(at, Math.min(pieceBytes, said.length() - at)));
        }
        assertThat(wishes).containsExactly(List.of(new Head(0, 0, 800, 600)), List.of(new Head(0, 0, 640, 480)));
    }

    @Test
    void monitorsWithPlacesAreMovedToTheOrigin() {
        say(config(MonitorsConfig.USE_POSITION, monitor(800, 600, -800, 50), monitor(640, 480, 0, -10)));

        assertThat(wishes).containsExactly(List.of(new Head(0, 60, 800, 600), new Head(800, 0, 640, 480)));
    }

    @Test
    void monitorsWithoutPlacesStandSideBySideAndThoseThatAreOffAreLeftOut() {
        say(config(0, monitor(800, 600, 9, 9), monitor(0, 0, 0, 0), monitor(640, 480, 0, 0)));

        assertThat(wishes).containsExactly(List.of(new Head(0, 0, 800, 600), new Head(800, 0, 640, 480)));
    }

    @Test
    void displayWhoseMonitorIsOffStaysAsItIs() {
        List<HeadsWish> asked = new ArrayList<>();
        MonitorsAgent listening = new MonitorsAgent(asked::add, piece -> {});
        listening.take(AgentMessageHeader.frame(
                config(0, monitor(800, 600, 0, 0), monitor(0, 0, 0, 0), monitor(640, 480, 0, 0))));
        Head own = new Head(0, 0, 1024, 768);

        assertThat(asked.get(0).over(List.of(own, own, own, own)))
                .containsExactly(new Head(0, 0, 800, 600), own, new Head(800, 0, 640, 480), own);
        assertThat(asked.get(0).over(List.of(own, own))).containsExactly(new Head(0, 0, 800, 600), own);
    }

    @Test
    void noMoreHeadsAreWishedForThanAGuestHas() {
        MonitorConfig one = monitor(400, 300, 0, 0);
        say(config(0, one, one, one, one, one, one));

        assertThat(wishes.get(0)).hasSize(4);
    }

    @Test
    void tinyWindowAsksForNoTinyGuest() {
        say(config(0, monitor(1, 1, 0, 0)));

        assertThat(wishes).containsExactly(List.of(new Head(0, 0, 200, 200)));
    }

    @Test
    void displayThatNoGuestHasIsNotWishedFor() {
        say(config(0, monitor(16384, 300, 0, 0), monitor(16384, 300, 0, 0)));
        say(config(0, monitor(0, 0, 0, 0)));
        say(config(0));

        assertThat(wishes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 600, 0, 0", "800, 0, 0, 0", "800, 600, 40000, 0", "800, 600, 0, -2147483648"})
    void whatNoClientMeansEndsTheSession(int width, int height, int x, int y) {
        assertThatThrownBy(() -> say(config(0, monitor(width, height, x, y)))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void moreMonitorsThanAnyClientHasEndTheSession() {
        MonitorConfig[] many = new MonitorConfig[17];
        Arrays.fill(many, monitor(400, 300, 0, 0));

        assertThatThrownBy(() -> say(config(0, many))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void messageThatNobodyWantsIsSkippedHoweverLargeItIs() {
        agent.take(header(AgentMessageHeader.PROTOCOL, AgentMessageType.CLIPBOARD.number(), 100_000));
        for (int i = 0; i < 100; i++) {
            agent.take(Bytes.wrap(new byte[1000]));
        }
        say(config(0, monitor(800, 600, 0, 0)));

        assertThat(wishes).hasSize(1);
    }

    @Test
    void announcedGigabytesHoldNothing() {
        agent.take(header(AgentMessageHeader.PROTOCOL, AgentMessageType.CLIPBOARD.number(), 0xffff_ffffL));
        say(new Clipboard(Bytes.wrap(new byte[10])));

        assertThat(wishes).isEmpty();
    }

    @Test
    void foreignProtocolEndsTheSession() {
        assertThatThrownBy(() -> agent.take(header(2, 2, 8))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void wantedMessageBeyondItsLimitEndsTheSessionBeforeItHasArrived() {
        assertThatThrownBy(() -> agent.take(
                        header(AgentMessageHeader.PROTOCOL, AgentMessageType.MONITORS_CONFIG.number(), 1 << 20)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void truncatedConfigurationIsRefused() {
        Bytes framed = AgentMessageHeader.frame(config(0, monitor(800, 600, 0, 0)));
        Bytes body = framed.slice(AgentMessageHeader.BYTES, 10);

        assertThatThrownBy(() -> {
                    agent.take(header(AgentMessageHeader.PROTOCOL, AgentMessageType.MONITORS_CONFIG.number(), 10));
                    agent.take(body);
                })
                .isInstanceOf(WireException.class);
    }

    private void say(AgentMessage message) {
        agent.take(AgentMessageHeader.frame(message));
    }

    private static Bytes header(long protocol, long type, long size) {
        return SpiceWriter.encode(new AgentMessageHeader(protocol, type, 0, size));
    }

    private static MonitorsConfig config(int flags, MonitorConfig... monitors) {
        return new MonitorsConfig(flags, List.of(monitors), List.of());
    }

    private static MonitorConfig monitor(int width, int height, int x, int y) {
        return new MonitorConfig(height, width, 32, x, y);
    }

    private static AgentMessage decoded(Bytes framed) {
        SpiceReader in = new SpiceReader("answer", framed);
        AgentMessageHeader header = AgentMessageHeader.decode(in);
        return AgentMessageType.decode(
                (int) header.type(),
                framed.slice(AgentMessageHeader.BYTES, framed.length() - AgentMessageHeader.BYTES));
    }
}
