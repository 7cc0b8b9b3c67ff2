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
    private boolean isCancelRead;

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

        /** The last word on main has left. */
        void onMainHandedOver(DepartingClient client);

        /** The client has read the cancel. */
        void onRecallAnswered(DepartingClient client);

        /** Every channel of the client is live. */
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

    /** Takes back every channel; {@link Listener#onRecallAnswered} and {@link Listener#onRecalled} follow. */
    void recall(Runnable sendCancel) {
        stage = Stage.RECALL;
        awaited.clear();
        // What was never handed over is live, but main tells when the client has read the cancel.
        session.channels().stream()
                .filter(channel -> isMain(channel) || !channel.handover().isLive())
                .forEach(awaited::add);
        session.channels().forEach(channel -> channel.handover().recall());
        sendCancel.run();
        main().ifPresentOrElse(
                        main -> main.ask(() -> {
                            listener.onRecallAnswered(this);
                            isCancelRead = true;
                            settle();
                        }),
                        this::settle);
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
        boolean isAnswerDue =
                stage == Stage.RECALL && isMain(channel) && channel.handover().isLive() && !isCancelRead;
        if (!isAnswerDue && awaited.remove(channel)) {
            settle();
        }
    }

    private void settle() {
        if (stage == Stage.RECALL && isCancelRead) {
            main().filter(main -> main.handover().isLive()).ifPresent(awaited::remove);
        }
        if (!awaited.isEmpty()) {
            return;
        }
        Stage reached = stage;
        stage = Stage.NONE;
        switch (reached) {
            case INPUTS -> listener.onInputsHandedOver(this);
            case CHANNELS -> listener.onChannelsHandedOver(this);
            case RECALL -> listener.onRecalled(this);
            case MAIN -> listener.onMainHandedOver(this);
            case NONE -> {
                // Nobody asks any more.
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
