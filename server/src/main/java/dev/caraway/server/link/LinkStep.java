package dev.caraway.server.link;

import java.util.List;

/**
 * What one event does.
 *
 * @param next the state after it
 * @param effects what to do, in order; empty unless the event was accepted
 */
public record LinkStep(LinkState next, List<LinkEffect> effects, LinkVerdict verdict) {

    public LinkStep {
        effects = List.copyOf(effects);
    }

    static LinkStep to(LinkState next, LinkEffect... effects) {
        return new LinkStep(next, List.of(effects), LinkVerdict.ACCEPTED);
    }

    static LinkStep refuse(LinkState same, LinkVerdict verdict) {
        return new LinkStep(same, List.of(), verdict);
    }
}
