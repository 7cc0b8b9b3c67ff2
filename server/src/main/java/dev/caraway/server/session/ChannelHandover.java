package dev.caraway.server.session;

import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.handover.HandoverEffect;
import dev.caraway.migration.handover.HandoverEffect.Deliver;
import dev.caraway.migration.handover.HandoverEffect.DeliverKept;
import dev.caraway.migration.handover.HandoverEffect.ForwardKept;
import dev.caraway.migration.handover.HandoverEffect.KeepForTarget;
import dev.caraway.migration.handover.HandoverEffect.ReportClosed;
import dev.caraway.migration.handover.HandoverEffect.ReportHandedOver;
import dev.caraway.migration.handover.HandoverEffect.ReportRecalled;
import dev.caraway.migration.handover.HandoverEffect.SendMigrate;
import dev.caraway.migration.handover.HandoverEffect.SendMigrateData;
import dev.caraway.migration.handover.HandoverEffect.SendProofPing;
import dev.caraway.migration.handover.HandoverEffect.SendThrowAwayPing;
import dev.caraway.migration.handover.HandoverEvent;
import dev.caraway.migration.handover.HandoverEvent.ChannelClosed;
import dev.caraway.migration.handover.HandoverEvent.ClientMessageArrived;
import dev.caraway.migration.handover.HandoverEvent.FlushMarkArrived;
import dev.caraway.migration.handover.HandoverEvent.GuestStopped;
import dev.caraway.migration.handover.HandoverEvent.HandoverRecalled;
import dev.caraway.migration.handover.HandoverEvent.HandoverRequested;
import dev.caraway.migration.handover.HandoverEvent.MigrateDataReturned;
import dev.caraway.migration.handover.HandoverEvent.ProofArrived;
import dev.caraway.migration.handover.HandoverKind;
import dev.caraway.migration.handover.HandoverState;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.base.Migrate;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel's way to another host: runs its {@link HandoverState}. On the loop only.
 *
 * <p>Before {@link #begin} it only watches: every message passes in both directions.
 */
public final class ChannelHandover {

    /** What a client's messages may take while they are kept: a flood of input between two words of ours. */
    static final int KEPT_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelHandover.class);

    /** The ping for the client to swallow and the one that it answers, apart from those of monitors and meters. */
    private static final int PING_ID = Integer.MIN_VALUE;

    /** Whoever moves the client. */
    public interface Mover {

        /** The body of MIGRATE_DATA, which leaves when this returns: its digest must be on its way before. */
        Bytes migrateData(SessionChannel channel);

        /** These messages came before the client's mark, but our guest has stopped. */
        void forward(SessionChannel channel, List<ClientBytes> kept);

        void onHandedOver(SessionChannel channel);

        void onRecalled(SessionChannel channel);

        /** The channel is gone while it was under way. */
        void onClosed(SessionChannel channel);
    }

    /** A message of a client as it came. */
    public record ClientBytes(int opcode, Bytes body) {}

    private final SessionChannel channel;
    private final List<ClientBytes> kept = new ArrayList<>();
    private HandoverState state;
    private @Nullable Mover mover;
    private boolean isHoldingBack;
    private boolean isHandedOver;
    private long keptBytes;

    ChannelHandover(SessionChannel channel) {
        this.channel = channel;
        this.state =
                new HandoverState.Live(HandoverKind.of(channel.peer().channel().type()));
    }

    /** Whether messages may leave that are not this handover's own. */
    public boolean letsMessagesOut() {
        return state.letsMessagesOut();
    }

    /** Whether the last word on this channel was said, so that whatever it holds is somebody else's. */
    public boolean isHandedOver() {
        return isHandedOver;
    }

    /** Whether the channel can be handed over: nothing of an attempt before is left. */
    public boolean isLive() {
        return state instanceof HandoverState.Live;
    }

    /**
     * What the channel is has been told to the target: what its client says from here on is for the target, unless the
     * client stays.
     */
    public void holdBack() {
        isHoldingBack = true;
    }

    /** Sends MIGRATE behind everything that was sent; the client goes on at the target from there. */
    public void begin(Mover by, boolean guestRuns) {
        mover = by;
        isHoldingBack = false;
        channel.onHandoverBegins();
        apply(new HandoverRequested(guestRuns));
    }

    /** The guest does not run here any more. */
    public void guestStopped() {
        apply(new GuestStopped());
    }

    /** The client stays. */
    public void recall() {
        boolean wasClosed = !letsMessagesOut();
        isHoldingBack = false;
        apply(new HandoverRecalled());
        if (isLive()) {
            deliverKept();
        }
        if (wasClosed && letsMessagesOut()) {
            channel.onGateReopened();
        }
    }

    void onClosed() {
        apply(new ChannelClosed());
    }

    /**
     * A message of the client has come.
     *
     * @return whether the channel gets it
     * @throws ProtocolException if it may not come now
     */
    boolean takes(int opcode, Bytes body) {
        if (isHoldingBack && isLive() && !BaseClientOpcode.has(opcode)) {
            keep(opcode, body);
            return false;
        }
        if (mover == null) {
            return true;
        }
        Step<HandoverState, HandoverEffect> step = apply(eventOf(opcode, body));
        if (step.verdict() == Verdict.PEER_VIOLATION) {
            throw ProtocolException.channel("message " + opcode + ": expected none in " + state);
        }
        if (step.effects().contains(new KeepForTarget())) {
            keep(opcode, body);
        }
        return step.effects().contains(new Deliver());
    }

    private HandoverEvent eventOf(int opcode, Bytes body) {
        if (opcode == BaseClientOpcode.MIGRATE_FLUSH_MARK.number()) {
            return new FlushMarkArrived();
        }
        if (opcode == BaseClientOpcode.MIGRATE_DATA.number()) {
            return new MigrateDataReturned();
        }
        if (opcode == BaseClientOpcode.PONG.number()
                && ((Pong) BaseClientOpcode.decode(opcode, body)).id() == PING_ID
                && state instanceof HandoverState.AwaitingProof) {
            return new ProofArrived();
        }
        // What every channel says is about the link, and the link is ours.
        return new ClientMessageArrived(BaseClientOpcode.has(opcode));
    }

    private void keep(int opcode, Bytes body) {
        keptBytes += body.length() + 2L * Integer.BYTES;
        if (keptBytes > KEPT_BYTES) {
            throw ProtocolException.channel("input: expected at most " + KEPT_BYTES + " bytes before the flush mark");
        }
        kept.add(new ClientBytes(opcode, Bytes.wrap(body.toArray())));
    }

    private void deliverKept() {
        takeKept().forEach(message -> channel.deliverLate(message.opcode(), message.body()));
    }

    private List<ClientBytes> takeKept() {
        List<ClientBytes> due = List.copyOf(kept);
        kept.clear();
        keptBytes = 0;
        return due;
    }

    /** INVARIANT: the state changes here alone. */
    private Step<HandoverState, HandoverEffect> apply(HandoverEvent event) {
        Step<HandoverState, HandoverEffect> step = event.applyTo(state);
        if (step.verdict() == Verdict.SHELL_MISUSE) {
            throw new AssertionError(state + " " + event);
        }
        if (!step.next().equals(state)) {
            LOG.debug("{} {} → {} ({})", channel, state, step.next(), event);
        }
        state = step.next();
        // A channel that closes is still what it was.
        isHandedOver =
                state instanceof HandoverState.HandedOver || (isHandedOver && state instanceof HandoverState.Closed);
        step.effects().forEach(this::interpret);
        return step;
    }

    private void interpret(HandoverEffect effect) {
        Mover by = mover;
        if (by == null) {
            assert effect instanceof Deliver || effect instanceof ReportClosed || effect instanceof ReportRecalled
                    : effect;
            return;
        }
        if (effect instanceof SendMigrate migrate) {
            channel.sendPastGate(new Migrate(migrate.flags()));
        } else if (effect instanceof ForwardKept) {
            if (!kept.isEmpty()) {
                by.forward(channel, takeKept());
            }
        } else if (effect instanceof SendMigrateData) {
            channel.sendPastGate(new MigrateData(by.migrateData(channel)));
        } else if (effect instanceof SendThrowAwayPing || effect instanceof SendProofPing) {
            channel.sendPastGate(new Ping(PING_ID, 0, Bytes.EMPTY));
        } else if (effect instanceof DeliverKept) {
            deliverKept();
        } else if (effect instanceof ReportHandedOver) {
            by.onHandedOver(channel);
        } else if (effect instanceof ReportRecalled) {
            mover = null;
            by.onRecalled(channel);
        } else if (effect instanceof ReportClosed) {
            by.onClosed(channel);
        }
    }
}
