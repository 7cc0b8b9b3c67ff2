package dev.caraway.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.base.AckSync;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AckWindowTest {

    private static final long SET_ACK_SERIAL = 1;

    private final AckWindow window = new AckWindow(7);

    @BeforeEach
    void open() {
        assertThat(window.open(SET_ACK_SERIAL).generation()).isEqualTo(7);
    }

    @Test
    void nothingMayBeSentBeforeTheClientAnswers() {
        assertThat(window.isOpen(SET_ACK_SERIAL)).isFalse();
        window.onAckSync(new AckSync(6));
        assertThat(window.isOpen(SET_ACK_SERIAL)).isFalse();
        window.onAckSync(new AckSync(7));
        assertThat(window.isOpen(SET_ACK_SERIAL)).isTrue();
    }

    @Test
    void stopsWhereItMayRunAheadNoFurther() {
        window.onAckSync(new AckSync(7));
        long lastOpen = SET_ACK_SERIAL + AckWindow.RUN_AHEAD - 1;
        assertThat(window.isOpen(lastOpen)).isTrue();
        assertThat(window.isOpen(lastOpen + 1)).isFalse();
        window.onAck(lastOpen + 1);
        assertThat(window.isOpen(lastOpen + 1)).isTrue();
    }

    @Test
    void acknowledgementBeforeTheAnswerBelongsToNobody() {
        window.onAck(SET_ACK_SERIAL);
        window.onAckSync(new AckSync(7));
        assertThat(window.isOpen(SET_ACK_SERIAL + AckWindow.RUN_AHEAD)).isFalse();
    }

    @Test
    void floodOfAcknowledgementsIsAViolation() {
        window.onAckSync(new AckSync(7));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        window.onAck(SET_ACK_SERIAL);
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("ack");
    }

    @Test
    void windowAfterAnotherHostsIsOpenAtOnceAndCountsItsOwnAcknowledgements() {
        AckWindow next = AckWindow.after(7);
        assertThat(next.open(100).generation()).isEqualTo(8);
        assertThat(next.isOpen(100)).isTrue();
        next.onAck(100);
        next.onAckSync(new AckSync(7));
        next.onAck(100);
        assertThat(next.isOpen(100 + AckWindow.RUN_AHEAD)).isFalse();
        next.onAckSync(new AckSync(8));
        next.onAck(100 + AckWindow.RUN_AHEAD);
        assertThat(next.isOpen(100 + AckWindow.RUN_AHEAD)).isTrue();
    }
}
