package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Puts damage that arrives in pieces together again: what changed in one place at one time is one picture. */
final class DamageClusters {

    /** Pieces of one picture arrive within this time: half the interval of the fastest video. */
    static final long ONE_PICTURE_MILLIS = 8;

    /** Guests look for changes in tiles; what is closer than one belongs together. */
    private static final int NEAR_PIXELS = 16;

    /** More pictures at a time are none that play. */
    private static final int MAX_CLUSTERS = 16;

    private final List<Cluster> clusters = new ArrayList<>();

    /** Pixels that changed, and when the first of them did. */
    record Cluster(Rect box, long sinceMillis) {}

    void add(Rect piece, long nowMillis) {
        Cluster grown = new Cluster(piece, nowMillis);
        for (Iterator<Cluster> each = clusters.iterator(); each.hasNext(); ) {
            Cluster cluster = each.next();
            if (isNear(cluster.box(), grown.box())) {
                grown = new Cluster(cluster.box().union(grown.box()), cluster.sinceMillis());
                each.remove();
            }
        }
        clusters.add(grown);
        if (clusters.size() > MAX_CLUSTERS) {
            clusters.remove(0);
        }
    }

    /** The pictures that are complete; they leave. */
    List<Cluster> takeComplete(long nowMillis) {
        List<Cluster> complete = clusters.stream()
                .filter(cluster -> nowMillis - cluster.sinceMillis() >= ONE_PICTURE_MILLIS)
                .toList();
        clusters.removeAll(complete);
        return complete;
    }

    void clear() {
        clusters.clear();
    }

    private static boolean isNear(Rect one, Rect other) {
        return one.left() - NEAR_PIXELS <= other.right()
                && other.left() - NEAR_PIXELS <= one.right()
                && one.top() - NEAR_PIXELS <= other.bottom()
                && other.top() - NEAR_PIXELS <= one.bottom();
    }
}
