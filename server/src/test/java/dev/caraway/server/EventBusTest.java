package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.event.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBusTest {

    @Test
    void observerThatThrowsAnErrorKeepsNoEventFromTheOthers() {
        EventBus bus = new EventBus();
        List<ServerEvent> seen = new ArrayList<>();
        bus.add(event -> {
            throw new LinkageError("observer: broken by the test");
        });
        bus.add(seen::add);
        bus.publish(new ServerEvent.Paused());
        assertThat(seen).containsExactly(new ServerEvent.Paused());
    }
}
