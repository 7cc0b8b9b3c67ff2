package dev.caraway.server.transport;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ChannelClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A channel that writes down what it is told, one line each. */
final class RecordingChannel implements ChannelClient {

    final List<String> lines = new ArrayList<>();
    int limit = 100_000;
    Runnable onLinked = () -> {};
    Consumer<Bytes> onMessage = body -> {};

    @Override
    public void onLinked() {
        lines.add("linked");
        onLinked.run();
    }

    @Override
    public int bodyLimit(int opcode) {
        return limit;
    }

    @Override
    public void onMessage(int opcode, Bytes body) {
        lines.add(opcode + " " + body.length());
        onMessage.accept(body);
    }

    @Override
    public void onWritable() {
        lines.add("writable");
    }

    @Override
    public void closeSession(String reason) {
        lines.add("session closed: " + reason);
    }

    @Override
    public void close() {
        lines.add("let go");
    }

    @Override
    public void onClosed() {
        lines.add("closed");
    }

    @Override
    public String toString() {
        return "s1/inputs-0";
    }
}
