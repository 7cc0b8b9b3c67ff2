package dev.caraway.server.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.cursor.Cursor;
import dev.caraway.protocol.cursor.CursorHide;
import dev.caraway.protocol.cursor.CursorInit;
import dev.caraway.protocol.cursor.CursorMove;
import dev.caraway.protocol.cursor.CursorSet;
import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorChannelTest {

    private static final CursorShape ARROW = CursorShape.argb(7, 2, 2, 0, 0, new int[] {-1, -1, -1, 0});

    private final VirtualLoop loop = new VirtualLoop();
    private final CursorChannel cursor = new CursorChannel(loop);
    private final Session session = new Sessions().create();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final CursorChannelClient client = cursor.admit(session, Peers.on(ChannelType.CURSOR), outbox);

    @Test
    void firstMessageDescribesTheCursorAsItIs() {
        cursor.show(ARROW);
        cursor.move(30, 40);
        link();
        List<ServerMessage> sent = outbox.take();
        CursorInit init = (CursorInit) sent.get(sent.size() - 1);
        assertThat(init.position()).isEqualTo(new Point16(30, 40));
        assertThat(init.visible()).isTrue();
        assertThat(init.cursor().flags()).isEqualTo(Cursor.CACHE_ME);
    }

    @Test
    void shapeThatTheClientKeepsIsSentOnce() {
        link();
        cursor.show(ARROW);
        cursor.show(ARROW);
        List<Integer> flags = outbox.take().stream()
                .filter(CursorSet.class::isInstance)
                .map(message -> ((CursorSet) message).cursor().flags())
                .toList();
        assertThat(flags).containsExactly(Cursor.CACHE_ME, Cursor.FROM_CACHE);
    }

    @Test
    void hiddenCursorIsNotMovedButShownAtItsPlaceLater() {
        link();
        cursor.show(ARROW);
        cursor.hide();
        outbox.take();
        cursor.move(3, 4);
        assertThat(outbox.take()).isEmpty();
        cursor.show(ARROW);
        assertThat(outbox.take())
                .singleElement()
                .isInstanceOfSatisfying(
                        CursorSet.class, set -> assertThat(set.position()).isEqualTo(new Point16(3, 4)));
    }

    @Test
    void clientThatDoesNotReadGetsTheNewestPlaceOnly() {
        link();
        cursor.show(ARROW);
        outbox.take();
        outbox.setWritable(false);
        for (int x = 0; x < 1000; x++) {
            cursor.move(x, 5);
        }
        outbox.setWritable(true);
        client.onWritable();
        assertThat(outbox.take()).containsExactly(new CursorMove(new Point16(999, 5)));
    }

    @Test
    void hiddenWhileNotReadingIsHiddenAfterwards() {
        link();
        outbox.take();
        outbox.setWritable(false);
        cursor.show(ARROW);
        cursor.hide();
        outbox.setWritable(true);
        client.onWritable();
        assertThat(outbox.take()).containsExactly(new CursorHide());
    }

    @Test
    void placeBeyondTheWireIsAtItsEdge() {
        link();
        cursor.show(ARROW);
        outbox.take();
        cursor.move(100_000, -100_000);
        assertThat(outbox.take()).containsExactly(new CursorMove(new Point16(32_767, -32_768)));
    }

    @Test
    void clientHasNothingToSayHere() {
        assertThatThrownBy(() -> client.bodyLimit(103)).isInstanceOf(WireException.class);
    }

    private void link() {
        session.add(client);
        client.onLinked();
        AckSync sync = new AckSync(1);
        client.onMessage(sync.opcode(), SpiceWriter.encode(sync));
    }
}
