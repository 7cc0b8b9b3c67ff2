package dev.caraway.migration.target;

import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.protocol.ChannelId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has come of a client and of its guest. Immutable.
 *
 * @param linked its channels that are linked here
 * @param listed those that the source will hand over, once it has said so
 * @param isSnapshotComplete whether all that comes in the migrate stream is there
 * @param isGuestTaken whether the guest runs here, or is held here
 */
public record Arrival(
        SortedSet<ChannelId> linked,
        Optional<SortedSet<ChannelId>> listed,
        boolean isSnapshotComplete,
        boolean isGuestTaken) {

    static final Arrival NOTHING = new Arrival(new TreeSet<>(), Optional.empty(), false, false);

    public Arrival {
        linked = copyOf(linked);
        listed = listed.map(Arrival::copyOf);
    }

    /** Channels that bring data, as far as is known. */
    SortedSet<ChannelId> withData() {
        SortedSet<ChannelId> withData = new TreeSet<>(listed.orElse(linked));
        withData.removeIf(channel -> !MigrateBlob.isCarriedBy(channel.type()));
        return withData;
    }

    /** Whether there is something to show: channels may write before their data has come. */
    boolean canServe() {
        return isSnapshotComplete && isGuestTaken;
    }

    Arrival withLinked(ChannelId channel) {
        SortedSet<ChannelId> more = new TreeSet<>(linked);
        more.add(channel);
        return new Arrival(more, listed, isSnapshotComplete, isGuestTaken);
    }

    Arrival withListed(SortedSet<ChannelId> channels) {
        return new Arrival(linked, Optional.of(channels), isSnapshotComplete, isGuestTaken);
    }

    Arrival withSnapshot() {
        return new Arrival(linked, listed, true, isGuestTaken);
    }

    Arrival withGuest() {
        return new Arrival(linked, listed, isSnapshotComplete, true);
    }

    static SortedSet<ChannelId> copyOf(SortedSet<ChannelId> channels) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(channels));
    }
}
