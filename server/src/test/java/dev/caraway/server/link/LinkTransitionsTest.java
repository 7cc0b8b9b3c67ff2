package dev.caraway.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.CommonCapability;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.link.LinkEffect.CancelTimer;
import dev.caraway.server.link.LinkEffect.CloseSocket;
import dev.caraway.server.link.LinkEffect.HandOver;
import dev.caraway.server.link.LinkEffect.SendReply;
import dev.caraway.server.link.LinkEffect.SendResult;
import dev.caraway.server.link.LinkEffect.StartTimer;
import dev.caraway.server.link.LinkState.Abandoned;
import dev.caraway.server.link.LinkState.AwaitingAuthMechanism;
import dev.caraway.server.link.LinkState.AwaitingHeader;
import dev.caraway.server.link.LinkState.AwaitingKey;
import dev.caraway.server.link.LinkState.AwaitingMessage;
import dev.caraway.server.link.LinkState.AwaitingTicket;
import dev.caraway.server.link.LinkState.AwaitingTicketCheck;
import dev.caraway.server.link.LinkState.Linked;
import dev.caraway.server.link.LinkState.Refused;
import dev.caraway.server.link.LinkState.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkTransitionsTest {

    private static final String TABLE = "link-transitions.txt";
    private static final int WALKS = 2000;

    private static final LinkMessage MODERN = message(CommonCapability.AUTH_SELECTION, CommonCapability.MINI_HEADER);
    private static final LinkMessage OLD = message();
    private static final Bytes KEY = Bytes.wrap(new byte[LinkReply.KEY_BYTES]);
    private static final EncryptedTicket TICKET = new EncryptedTicket(Bytes.wrap(new byte[EncryptedTicket.BYTES]));

    private static final Map<String, LinkState> STATES = new LinkedHashMap<>();
    private static final Map<String, LinkEvent> EVENTS = new LinkedHashMap<>();

    static {
        STATES.put("AwaitingHeader", new AwaitingHeader());
        STATES.put("AwaitingMessage", new AwaitingMessage(26));
        STATES.put("AwaitingKey old", new AwaitingKey(OLD, Capabilities.NONE));
        STATES.put("AwaitingKey modern", new AwaitingKey(MODERN, Capabilities.NONE));
        STATES.put("AwaitingAuthMechanism", new AwaitingAuthMechanism(MODERN));
        STATES.put("AwaitingTicket", new AwaitingTicket(MODERN));
        STATES.put("AwaitingTicketCheck old", new AwaitingTicketCheck(OLD));
        STATES.put("AwaitingTicketCheck modern", new AwaitingTicketCheck(MODERN));
        STATES.put("Linked", new Linked());
        STATES.put("Refused", new Refused(LinkError.INVALID_DATA));
        STATES.put("Abandoned", new Abandoned());

        EVENTS.put("HeaderArrived 2.2 26", header(2, 26));
        EVENTS.put("HeaderArrived 0.2 26", header(0, 26));
        EVENTS.put("HeaderArrived 1.2 26", header(1, 26));
        EVENTS.put("HeaderArrived 4294967295.2 26", header(-1, 26));
        EVENTS.put("HeaderArrived 2.2 17", header(2, 17));
        EVENTS.put("HeaderArrived 2.2 18", header(2, 18));
        EVENTS.put("HeaderArrived 2.2 4096", header(2, 4096));
        EVENTS.put("HeaderArrived 2.2 4097", header(2, 4097));
        EVENTS.put("HeaderArrived 2.2 4294967295", header(2, 0xffff_ffffL));
        EVENTS.put("MessageArrived", new LinkEvent.MessageArrived(MODERN, LinkError.OK, Capabilities.NONE));
        EVENTS.put(
                "MessageArrived NEED_SECURED",
                new LinkEvent.MessageArrived(MODERN, LinkError.NEED_SECURED, Capabilities.NONE));
        EVENTS.put(
                "MessageArrived NEED_UNSECURED",
                new LinkEvent.MessageArrived(MODERN, LinkError.NEED_UNSECURED, Capabilities.NONE));
        EVENTS.put("AuthMechanismArrived SPICE", new LinkEvent.AuthMechanismArrived(AuthMechanism.SPICE));
        EVENTS.put("AuthMechanismArrived SASL", new LinkEvent.AuthMechanismArrived(AuthMechanism.SASL));
        EVENTS.put("TicketArrived", new LinkEvent.TicketArrived(TICKET));
        EVENTS.put("MalformedBytesArrived", new LinkEvent.MalformedBytesArrived("some rule"));
        EVENTS.put("KeyArrived", new LinkEvent.KeyArrived(KEY));
        EVENTS.put("TicketAccepted OK", new LinkEvent.TicketAccepted(LinkError.OK));
        EVENTS.put("TicketAccepted BAD_CONNECTION_ID", new LinkEvent.TicketAccepted(LinkError.BAD_CONNECTION_ID));
        EVENTS.put(
                "TicketAccepted CHANNEL_NOT_AVAILABLE", new LinkEvent.TicketAccepted(LinkError.CHANNEL_NOT_AVAILABLE));
        EVENTS.put("TicketRefused", new LinkEvent.TicketRefused("some rule"));
        EVENTS.put("GraceEnded", new LinkEvent.GraceEnded());
        EVENTS.put("SocketClosed", new LinkEvent.SocketClosed());
    }

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        String actual = table() + "\n" + drawing();
        String expected;
        try (InputStream in = LinkTransitionsTest.class.getResourceAsStream(TABLE)) {
            expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!actual.equals(expected)) {
            Files.writeString(Path.of("target", TABLE), actual);
        }
        assertThat(actual)
                .as("the table; this run's is in target/%s, to be reviewed and kept if it is right", TABLE)
                .isEqualTo(expected);
    }

    @Test
    void everyKindOfStateAndEventIsInTheTable() {
        assertThat(kinds(STATES)).isEqualTo(leaves(LinkState.class));
        assertThat(kinds(EVENTS)).isEqualTo(leaves(LinkEvent.class));
    }

    @Test
    void everyRandomWalkKeepsThePromisesOfALink() {
        List<LinkEvent> events = List.copyOf(EVENTS.values());
        int linked = 0;
        int refused = 0;
        for (int seed = 0; seed < WALKS; seed++) {
            LinkState end = walk(new Random(seed), events);
            linked += end instanceof Linked ? 1 : 0;
            refused += end instanceof Refused ? 1 : 0;
        }
        assertThat(linked).as("walks that end in a link").isPositive();
        assertThat(refused).as("walks that end in a refusal").isPositive();
    }

    /** Walks until the time for logging in is over; invariants are checked at every step and of the whole. */
    private static LinkState walk(Random random, List<LinkEvent> events) {
        LinkStep step = LinkState.start();
        List<LinkEffect> effects = new ArrayList<>(step.effects());
        LinkState state = step.next();
        for (int i = 0; i < 60; i++) {
            LinkEvent event = random.nextInt(3) > 0 ? likely(state, random) : events.get(random.nextInt(events.size()));
            step = event.applyTo(state);
            if (step.verdict() != LinkVerdict.ACCEPTED) {
                assertThat(step.next()).isSameAs(state);
                assertThat(step.effects()).isEmpty();
            }
            if (!(state instanceof Unfinished)) {
                assertThat(step.verdict()).as("%s after %s", event, state).isNotEqualTo(LinkVerdict.ACCEPTED);
            }
            effects.addAll(step.effects());
            state = step.next();
        }
        step = new LinkEvent.GraceEnded().applyTo(state);
        effects.addAll(step.effects());
        assertThat(step.next()).isNotInstanceOf(Unfinished.class);
        checkPromises(step.next(), effects);
        return step.next();
    }

    private static void checkPromises(LinkState end, List<LinkEffect> effects) {
        assertThat(count(effects, StartTimer.class)).isEqualTo(1);
        assertThat(count(effects, CancelTimer.class)).isLessThanOrEqualTo(1);
        assertThat(count(effects, SendResult.class)).as("results").isLessThanOrEqualTo(1);
        assertThat(count(effects, SendReply.class)).as("replies").isLessThanOrEqualTo(2);
        assertThat(count(effects, HandOver.class)).isEqualTo(end instanceof Linked ? 1 : 0);
        assertThat(count(effects, CloseSocket.class)).isLessThanOrEqualTo(1);
        if (end instanceof Linked) {
            assertThat(effects).contains(new SendResult(LinkError.OK));
            assertThat(count(effects, CloseSocket.class)).isZero();
            assertThat(effects.get(effects.size() - 1)).isInstanceOf(HandOver.class);
        } else {
            assertThat(effects).doesNotContain(new SendResult(LinkError.OK));
        }
        if (end instanceof Refused refused) {
            assertThat(refused.error()).isNotEqualTo(LinkError.OK);
            assertThat(effects.get(effects.size() - 1)).isInstanceOf(CloseSocket.class);
            assertThat(effects.get(effects.size() - 2))
                    .isIn(new SendResult(refused.error()), new SendReply(LinkReply.refused(refused.error())));
        }
    }

    /** An event that leads on, so that walks get far. */
    private static LinkEvent likely(LinkState state, Random random) {
        List<LinkEvent> accepted = EVENTS.values().stream()
                .filter(event -> event.applyTo(state).next() instanceof Unfinished
                        || event.applyTo(state).next() instanceof Linked)
                .filter(event -> event.applyTo(state).verdict() == LinkVerdict.ACCEPTED)
                .toList();
        return accepted.isEmpty() ? new LinkEvent.GraceEnded() : accepted.get(random.nextInt(accepted.size()));
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
                Every event in every state: the state after it, and the effects in order.
                An event listed as STALE or SHELL_MISUSE changes nothing.
                """);
        STATES.forEach((stateName, state) -> {
            table.append("\n").append(stateName).append("\n");
            EVENTS.forEach((eventName, event) -> {
                LinkStep step = event.applyTo(state);
                if (step.verdict() == LinkVerdict.ACCEPTED) {
                    table.append(row(eventName, step));
                }
            });
            table.append(refused(state, LinkVerdict.STALE));
            table.append(refused(state, LinkVerdict.SHELL_MISUSE));
        });
        return table.toString();
    }

    private static String row(String eventName, LinkStep step) {
        String effects = step.effects().stream().map(LinkTransitionsTest::name).collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "  %-38s -> %-30s %s", eventName, name(step.next()), effects)
                        .stripTrailing()
                + "\n";
    }

    private static String refused(LinkState state, LinkVerdict verdict) {
        String kinds = EVENTS.values().stream()
                .filter(event -> event.applyTo(state).verdict() == verdict)
                .map(event -> event.getClass().getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? "" : "  " + verdict + ": " + kinds + "\n";
    }

    private static String name(LinkState state) {
        return state instanceof Refused refused
                ? "Refused " + refused.error()
                : state.getClass().getSimpleName();
    }

    private static String name(LinkEffect effect) {
        String kind = effect.getClass().getSimpleName();
        if (effect instanceof SendReply send) {
            return kind + " " + send.reply().error();
        }
        if (effect instanceof SendResult send) {
            return kind + " " + send.error();
        }
        if (effect instanceof HandOver handOver) {
            return kind + (handOver.miniHeader() ? " with mini headers" : " with full headers");
        }
        return kind;
    }

    private static String drawing() {
        Set<String> edges = new TreeSet<>();
        for (LinkState state : STATES.values()) {
            EVENTS.values().forEach(event -> {
                LinkStep step = event.applyTo(state);
                if (step.verdict() == LinkVerdict.ACCEPTED) {
                    edges.add(String.format(
                            Locale.ROOT,
                            "  %s -> %s [label=%s];\n",
                            state.getClass().getSimpleName(),
                            step.next().getClass().getSimpleName(),
                            event.getClass().getSimpleName()));
                }
            });
        }
        return "digraph link {\n" + String.join("", edges) + "}\n";
    }

    private static Set<String> kinds(Map<String, ?> values) {
        return values.values().stream()
                .map(value -> value.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> leaves(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? leaves(kind).stream() : Stream.of(kind.getSimpleName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long count(List<LinkEffect> effects, Class<?> kind) {
        return effects.stream().filter(kind::isInstance).count();
    }

    private static LinkEvent header(int majorVersion, long size) {
        return new LinkEvent.HeaderArrived(new LinkHeader(majorVersion, 2, size));
    }

    private static LinkMessage message(CommonCapability... common) {
        return new LinkMessage(0, 1, 0, Capabilities.of(common), Capabilities.NONE);
    }
}
