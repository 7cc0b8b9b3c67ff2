package dev.caraway.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sockets between a client and two hosts: queues that keep their own order and no other. */
final class ModelWires {

    static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    static final ChannelId CURSOR = new ChannelId(ChannelType.CURSOR, 0);
    static final List<ChannelId> CHANNELS = List.of(MAIN, DISPLAY, INPUTS, CURSOR);

    /** What goes over a wire: a word, and the number of a key. */
    record Message(String word, int key) {
        Message(String word) {
            this(word, 0);
        }
    }

    /** One way of every channel's socket. */
    static final class Way {

        private final Map<ChannelId, Deque<Message>> queues = new TreeMap<>();

        Deque<Message> get(ChannelId channel) {
            return queues.computeIfAbsent(channel, same -> new ArrayDeque<>());
        }

        void cut() {
            queues.values().forEach(Deque::clear);
        }
    }

    final Way fromSource = new Way();
    final Way toSource = new Way();
    final Way toTarget = new Way();
    final Deque<Message> fromTargetMain = new ArrayDeque<>();

    void cutSource() {
        fromSource.cut();
        toSource.cut();
    }

    void cutTarget() {
        toTarget.cut();
        fromTargetMain.clear();
    }
}
