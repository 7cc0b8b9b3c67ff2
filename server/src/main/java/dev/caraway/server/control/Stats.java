package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.listOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.protocol.image.ImageType;
import dev.caraway.server.ServerStats;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ImageCount;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code __dev.caraway_query-stats}: every {@link Counter} by its label, where it was counted. */
final class Stats {

    private static final Structure IMAGES = structure(
            required("type", ReplyTypes.words(ImageType.values())),
            required("images", INTEGER),
            required("pixels", INTEGER),
            required("bytes", INTEGER));

    private static final Structure CHANNEL = withCounters(
            Counter.Scope.CHANNEL,
            required("channel-type", INTEGER),
            required("channel-id", INTEGER),
            required("images", listOf(IMAGES)));

    private static final Structure CLIENT = withCounters(
            Counter.Scope.CLIENT, required("connection-id", INTEGER), required("channels", listOf(CHANNEL)));

    /** What it returns. */
    static final Structure TYPE = withCounters(Counter.Scope.SERVER, required("clients", listOf(CLIENT)));

    private Stats() {}

    static CompletionStage<Map<String, Object>> run(Machine machine) {
        return machine.server().stats().thenApply(stats -> {
            Map<String, Object> reply = counted(stats.counters());
            reply.put("clients", stats.clients().stream().map(Stats::client).toList());
            return reply;
        });
    }

    private static Map<String, Object> client(ServerStats.Client client) {
        Map<String, Object> reply = Json.object("connection-id", client.connectionId());
        reply.putAll(counted(client.counters()));
        reply.put("channels", client.channels().stream().map(Stats::channel).toList());
        return reply;
    }

    private static Map<String, Object> channel(ServerStats.Channel channel) {
        Map<String, Object> reply = Json.object(
                "channel-type",
                channel.channel().channel().type().code(),
                "channel-id",
                channel.channel().channel().id());
        reply.putAll(counted(channel.counters()));
        List<Map<String, Object>> images =
                channel.images().stream().map(Stats::images).toList();
        reply.put("images", images);
        return reply;
    }

    private static Map<String, Object> images(ImageCount count) {
        return Json.object(
                "type",
                ReplyTypes.word(count.type()),
                "images",
                count.images(),
                "pixels",
                count.pixels(),
                "bytes",
                count.bytes());
    }

    private static Map<String, Object> counted(Map<Counter, Long> counters) {
        Map<String, Object> reply = Json.object();
        for (Counter counter : Counter.values()) {
            Long value = counters.get(counter);
            if (value != null) {
                reply.put(counter.label(), value);
            }
        }
        return reply;
    }

    private static Structure withCounters(Counter.Scope scope, Argument... members) {
        return structure(Stream.concat(
                        Stream.of(members),
                        Stream.of(Counter.values())
                                .filter(counter -> counter.scope() == scope)
                                .map(counter -> optional(counter.label(), INTEGER)))
                .toArray(Argument[]::new));
    }
}
