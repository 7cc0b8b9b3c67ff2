package dev.caraway.server.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.cursor.CursorInit;
import dev.caraway.protocol.cursor.CursorReset;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedCursorTest {

    private static final int ACK_WINDOW = 20;

    private final VirtualLoop loop = new VirtualLoop();

    /** One host's half of the channel, and the client's end of it. */
    private final class Host {

        private final CursorChannel cursor = new CursorChannel(loop);
        private final RecordingOutbox outbox = new RecordingOutbox();
        private final CursorChannelClient client =
                cursor.admit(new Sessions().create(), Peers.on(ChannelType.CURSOR), outbox);
    }

    /** What a client counts over all hosts. */
    private static final class Reader {

        private final List<ServerMessage> seen = new ArrayList<>();
        private int untilAck;

        void read(Host host) {
            for (ServerMessage message : host.outbox.take()) {
                if (untilAck > 0 && --untilAck == 0) {
                    untilAck = ACK_WINDOW;
                    host.client.onMessage(new Ack().opcode(), SpiceWriter.encode(new Ack()));
                }
                if (message instanceof SetAck setAck) {
                    untilAck = ACK_WINDOW;
                    AckSync sync = new AckSync(setAck.generation());
                    host.client.onMessage(sync.opcode(), SpiceWriter.encode(sync));
                } else if (!(message instanceof Ping)) {
                    seen.add(message);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void clientThatMovesIsToldWhatOneIsToldThatStays(long seed) {
        assertThat(drive(seed, true)).isEqualTo(drive(seed, false));
    }

    @Test
    void clientThatNobodyKnowsIsResetFirst() {
        Host host = new Host();
        host.cursor.show(shape(1));
        host.client.startAfresh();
        Reader reader = new Reader();
        reader.read(host);
        reader.read(host);
        assertThat(reader.seen).hasSize(2);
        assertThat(reader.seen.get(0)).isEqualTo(new CursorReset());
        assertThat(reader.seen.get(1)).isInstanceOf(CursorInit.class);
    }

    @Test
    void whatIsNoStateIsRefused() {
        Host source = new Host();
        source.client.onLinked();
        for (int unique = 1; unique < 20; unique++) {
            source.cursor.show(shape(unique));
            new Reader().read(source);
        }
        SavedState.assertRefusesWhatIsNone(source.client::saveState, 1, in -> new Host().client.restoreState(in));
        SavedState.assertRefusesWhatIsNone(source.cursor::saveShared, 2, in -> new Host().cursor.restoreShared(in));
    }

    private List<ServerMessage> drive(long seed, boolean moves) {
        Random random = new Random(seed);
        Host host = new Host();
        Reader reader = new Reader();
        host.client.onLinked();
        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(5)) {
                case 0 -> host.cursor.show(shape(random.nextInt(400)));
                case 1 -> host.cursor.hide();
                default -> host.cursor.move(random.nextInt(500), random.nextInt(500));
            }
            boolean isAwake = random.nextInt(4) > 0;
            host.outbox.setWritable(isAwake);
            if (isAwake) {
                host.client.onWritable();
                reader.read(host);
            }
            if (random.nextInt(100) == 0 && moves) {
                host.client.stopSending();
                reader.read(host);
                Host target = new Host();
                SavedState.move(host.cursor::saveShared, target.cursor::restoreShared);
                target.outbox.setWritable(isAwake);
                SavedState.move(host.client::saveState, target.client::restoreState);
                assertThat(target.outbox.lastSerial()).isGreaterThan(host.outbox.lastSerial() + 1);
                reader.read(target);
                host = target;
            }
        }
        host.outbox.setWritable(true);
        host.client.onWritable();
        reader.read(host);
        return reader.seen;
    }

    private static CursorShape shape(int unique) {
        int[] pixels = new int[16];
        Arrays.fill(pixels, unique);
        return CursorShape.argb(unique, 4, 4, 1, 1, pixels);
    }
}
