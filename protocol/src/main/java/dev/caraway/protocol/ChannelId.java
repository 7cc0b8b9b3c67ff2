package dev.caraway.protocol;

import java.util.Locale;

/** One channel of a session: what it is for, and which of its kind (0 to 255). */
public record ChannelId(ChannelType type, int id) implements Comparable<ChannelId> {

    public ChannelId {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("channel id " + id + ": expected 0 to 255");
        }
    }

    @Override
    public int compareTo(ChannelId other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : Integer.compare(id, other.id);
    }

    /** As log lines name it: {@code display-0}. */
    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + "-" + id;
    }
}
