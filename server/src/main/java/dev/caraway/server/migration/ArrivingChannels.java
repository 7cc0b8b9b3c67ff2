package dev.caraway.server.migration;

import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.migration.target.TargetState;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the channels of one arriving client go on where they stood at its host, or start afresh. A state that cannot be is
 * the source's mistake, or worse; it costs this client alone. On the loop only.
 */
final class ArrivingChannels {

    private final Loop loop;
    private final Session session;
    private final Consumer<String> onUnreadable;
    private final Set<ChannelId> served = new HashSet<>();
    private final Set<ChannelId> restored = new HashSet<>();
    private boolean isSessionRestored;

    /** @param onUnreadable told the reason in a turn of its own */
    ArrivingChannels(Loop loop, Session session, Consumer<String> onUnreadable) {
        this.loop = loop;
        this.session = session;
        this.onUnreadable = onUnreadable;
    }

    /** Whether the channel may write, and what it is sent is the client's. */
    boolean isServed(ChannelId channel) {
        return served.contains(channel);
    }

    /** Whether the client's data for this channel has come, or will not be waited for. */
    boolean isRestored(ChannelId channel) {
        return restored.contains(channel);
    }

    /** What the source has told of a channel lets it write; the client reads it when it has changed sockets. */
    void serve(Optional<ArrivingState> known) {
        known.ifPresent(this::restoreSession);
        for (SessionChannel channel : session.channels()) {
            ChannelId id = channel.peer().channel();
            if (!id.equals(TargetState.MAIN) && !served.contains(id)) {
                Optional<Bytes> told = known.flatMap(whole -> whole.channel(id));
                if (told.isPresent()) {
                    served.add(id);
                    goOn(channel, told.get());
                } else if (!MigrateBlob.isCarriedBy(id.type())) {
                    startAfresh(id);
                }
            }
        }
    }

    private void restoreSession(ArrivingState whole) {
        if (isSessionRestored) {
            return;
        }
        isSessionRestored = true;
        try {
            session.restoreState(new SpiceReader("session state", whole.session()));
        } catch (WireException e) {
            refuse("session cannot go on: " + e.getMessage());
        }
    }

    private void goOn(SessionChannel channel, Bytes told) {
        try {
            channel.goOn(new SpiceReader("channel state", told));
        } catch (WireException e) {
            refuse(channel + " cannot go on: " + e.getMessage());
        }
    }

    private void refuse(String reason) {
        loop.execute(() -> onUnreadable.accept(reason));
    }

    /**
     * The client's data has come and may be believed.
     *
     * @param known what the source has told; what it has yet to tell makes the channel go on later
     */
    void restore(ChannelId id, Optional<ArrivingState> known, boolean hasStream) {
        restored.add(id);
        if (known.isEmpty()) {
            if (!hasStream) {
                startAfresh(id);
            }
        } else if (id.equals(TargetState.MAIN)) {
            session.channel(id).ifPresent(main -> {
                served.add(id);
                known.flatMap(whole -> whole.channel(id)).ifPresentOrElse(told -> goOn(main, told), main::startOver);
            });
        }
    }

    void startAfresh(ChannelId id) {
        restored.add(id);
        if (served.add(id)) {
            session.channel(id).ifPresent(SessionChannel::startOver);
        }
    }
}
