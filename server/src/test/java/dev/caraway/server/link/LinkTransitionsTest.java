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
import dev.caraway.protocol.machine.TransitionTable;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkTransitionsTest {

    private static final int WALKS = 2000;

    private static final LinkMessage MODERN = message(CommonCapability.AUTH_SELECTION, CommonCapability.MINI_HEADER);
    private static final LinkMessage OLD = message();
    private static final Bytes KEY = Bytes.wrap(new byte[LinkReply.KEY_BYTES]);
    private static final EncryptedTicket TICKET = new EncryptedTicket(Bytes.wrap(new byte[EncryptedTicket.BYTES]));

    private static final TransitionTable<LinkState, LinkEvent> TABLE = new TransitionTable<LinkState, LinkEvent>(
                    "link", LinkVerdict.ACCEPTED, (event, state) -> {
                        LinkStep step = event.applyTo(state);
                        return new TransitionTable.Outcome<>(step.next(), step.effects(), step.verdict());
                    })
            .namingStates(LinkTransitionsTest::name)
            .namingEffects(LinkTransitionsTest::name);

    static {
        TABLE.state("AwaitingHeader", new AwaitingHeader());
        TABLE.state("AwaitingMessage", new AwaitingMessage(26));
        TABLE.state("AwaitingKey old", new AwaitingKey(OLD, Capabilities.NONE));
        TABLE.state("AwaitingKey modern", new AwaitingKey(MODERN, Capabilities.NONE));
        TABLE.state("AwaitingAuthMechanism", new AwaitingAuthMechanism(MODERN));
        TABLE.state("AwaitingTicket", new AwaitingTicket(MODERN));
        TABLE.state("AwaitingTicketCheck old", new AwaitingTicketCheck(OLD));
        TABLE.state("AwaitingTicketCheck modern", new AwaitingTicketCheck(MODERN));
        TABLE.state("Linked", new Linked());
        TABLE.state("Refused", new Refused(LinkError.INVALID_DATA));
        TABLE.state("Abandoned", new Abandoned());

        TABLE.event("HeaderArrived 2.2 26", header(2, 26));
        TABLE.event("HeaderArrived 0.2 26", header(0, 26));
        TABLE.event("HeaderArrived 1.2 26", header(1, 26));
        TABLE.event("HeaderArrived 4294967295.2 26", header(-1, 26));
        TABLE.event("HeaderArrived 2.2 17", header(2, 17));
        TABLE.event("HeaderArrived 2.2 18", header(2, 18));
        TABLE.event("HeaderArrived 2.2 4096", header(2, 4096));
        TABLE.event("HeaderArrived 2.2 4097", header(2, 4097));
        TABLE.event("HeaderArrived 2.2 4294967295", header(2, 0xffff_ffffL));
        TABLE.event("MessageArrived", new LinkEvent.MessageArrived(MODERN, LinkError.OK, Capabilities.NONE));
        TABLE.event(
                "MessageArrived NEED_SECURED",
                new LinkEvent.MessageArrived(MODERN, LinkError.NEED_SECURED, Capabilities.NONE));
        TABLE.event(
                "MessageArrived NEED_UNSECURED",
                new LinkEvent.MessageArrived(MODERN, LinkError.NEED_UNSECURED, Capabilities.NONE));
        TABLE.event("AuthMechanismArrived SPICE", new LinkEvent.AuthMechanismArrived(AuthMechanism.SPICE));
        TABLE.event("AuthMechanismArrived SASL", new LinkEvent.AuthMechanismArrived(AuthMechanism.SASL));
        TABLE.event("TicketArrived", new LinkEvent.TicketArrived(TICKET));
        TABLE.event("MalformedBytesArrived", new LinkEvent.MalformedBytesArrived("some rule"));
        TABLE.event("KeyArrived", new LinkEvent.KeyArrived(KEY));
        TABLE.event("TicketAccepted OK", new LinkEvent.TicketAccepted(LinkError.OK));
        TABLE.event("TicketAccepted BAD_CONNECTION_ID", new LinkEvent.TicketAccepted(LinkError.BAD_CONNECTION_ID));
        TABLE.event(
                "TicketAccepted CHANNEL_NOT_AVAILABLE", new LinkEvent.TicketAccepted(LinkError.CHANNEL_NOT_AVAILABLE));
        TABLE.event("TicketRefused", new LinkEvent.TicketRefused("some rule"));
        TABLE.event("GraceEnded", new LinkEvent.GraceEnded());
        TABLE.event("SocketClosed", new LinkEvent.SocketClosed());
    }

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        TABLE.verify(LinkTransitionsTest.class, "link-transitions.txt");
    }

    @Test
    void everyKindOfStateAndEventIsInTheTable() {
        TABLE.verifyThatNothingIsMissing(LinkState.class, LinkEvent.class);
    }

    @Test
    void everyRandomWalkKeepsThePromisesOfALink() {
        List<LinkEvent> events = TABLE.events();
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
        List<LinkEvent> accepted = TABLE.events().stream()
                .filter(event -> event.applyTo(state).next() instanceof Unfinished
                        || event.applyTo(state).next() instanceof Linked)
                .filter(event -> event.applyTo(state).verdict() == LinkVerdict.ACCEPTED)
                .toList();
        return accepted.isEmpty() ? new LinkEvent.GraceEnded() : accepted.get(random.nextInt(accepted.size()));
    }

    private static String name(LinkState state) {
        return state instanceof Refused refused
                ? "Refused " + refused.error()
                : state.getClass().getSimpleName();
    }

    private static String name(Object effect) {
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
