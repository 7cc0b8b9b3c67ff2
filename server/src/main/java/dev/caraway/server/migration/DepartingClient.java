package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.session.ChannelHandover;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One client on its way to the target: the handovers of its channels. On the loop only. */
final class DepartingClient implements ChannelHandover.Mover {

    static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    private final Session session;
    private final Cutover cutover;
    private final Listener listener;
    private final Set<SessionChannel> awaited = new HashSet<>();
    private Stage stage = Stage.NONE;

    /** What is waited for. */
    private enum Stage {
        NONE,
        INPUTS,
        CHANNELS,
        MAIN,
        RECALL
    }

    /** Who is told. */
    interface Listener {

        void onInputsHandedOver(DepartingClient client);

        void onChannelsHandedOver(DepartingClient client);

        /** Every channel of the client is live, and it has taken note of the cancel. */
        void onRecalled(DepartingClient client);

        /** A byte was acknowledged, a mark has come: the client makes progress. */
        void onProgress(DepartingClient client);
    }

    DepartingClient(Session session, Cutover cutover, Listener listener) {
        this.session = session;
        this.cutover = cutover;
        this.listener = listener;
    }

    Session session() {
        return session;
    }

    Optional<SessionChannel> main() {
        return session.channel(MAIN);
    }

    /** Hands over the inputs channels, for a guest that runs. */
    void handOverInputs() {
        begin(Stage.INPUTS, DepartingClient::isInputs, true);
    }

    /** Hands over everything but main, for a guest that stands still. */
    void handOverChannels() {
        session.channels().stream()
                .filter(DepartingClient::isInputs)
                .filter(channel ->
                        !channel.handover().isLive() && !channel.handover().isHandedOver())
                .forEach(awaited::add);
        begin(Stage.CHANNELS, channel -> channel.handover().isLive() && !isMain(channel), false);
    }

    /** Hands over main, after which only the target can say anything to the client. */
    void handOverMain() {
        begin(Stage.MAIN, DepartingClient::isMain, false);
    }

    /** The guest has stopped: what a client says before its mark belongs to the target now. */
    void guestStopped() {
        session.channels().forEach(channel -> channel.handover().guestStopped());
    }

    /** Takes back every channel; {@link Listener#onRecalled} follows. */
    void recall(Runnable sendCancel) {
        stage = Stage.RECALL;
        awaited.clear();
        for (SessionChannel channel : session.channels()) {
            // What was never handed over is live, and main tells when the client has read the cancel.
            if (isMain(channel) || !channel.handover().isLive()) {
                awaited.add(channel);
            }
            if (!isMain(channel)) {
                channel.handover().recall();
            }
        }
        main().ifPresent(main -> main.handover().recall());
        sendCancel.run();
        main().ifPresentOrElse(main -> main.ask(() -> settle(main)), this::settle);
    }

    @Override
    public Bytes migrateData(SessionChannel channel) {
        return cutover.migrateData(channel);
    }

    @Override
    public void forward(SessionChannel channel, List<ClientBytes> kept) {
        cutover.forward(channel, kept);
    }

    @Override
    public void onHandedOver(SessionChannel channel) {
        listener.onProgress(this);
        settle(channel);
    }

    @Override
    public void onRecalled(SessionChannel channel) {
        settle(channel);
    }

    @Override
    public void onClosed(SessionChannel channel) {
        settle(channel);
    }

    private void begin(Stage next, Predicate<SessionChannel> which, boolean guestRuns) {
        stage = next;
        List<SessionChannel> channels =
                session.channels().stream().filter(which).toList();
        awaited.addAll(channels);
        channels.forEach(channel -> channel.handover().begin(this, guestRuns));
        settle();
    }

    private void settle(SessionChannel channel) {
        if (awaited.remove(channel)) {
            settle();
        }
    }

    private void settle() {
        if (!awaited.isEmpty()) {
            return;
        }
        Stage reached = stage;
        stage = Stage.NONE;
        switch (reached) {
            case INPUTS -> listener.onInputsHandedOver(this);
            case CHANNELS -> listener.onChannelsHandedOver(this);
            case RECALL -> listener.onRecalled(this);
            case MAIN, NONE -> {
                // Of main the target speaks, or the end of the client's sockets.
            }
        }
    }

    private static boolean isInputs(SessionChannel channel) {
        return channel.peer().channel().type() == ChannelType.INPUTS;
    }

    private static boolean isMain(SessionChannel channel) {
        return channel.peer().channel().equals(MAIN);
    }
}
