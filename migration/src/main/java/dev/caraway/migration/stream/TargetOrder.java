package dev.caraway.migration.stream;

import dev.caraway.migration.stream.TargetFrame.GuestRuns;
import dev.caraway.migration.stream.TargetFrame.LinksClosed;
import dev.caraway.migration.stream.TargetFrame.Lost;
import dev.caraway.migration.stream.TargetFrame.Progress;
import dev.caraway.migration.stream.TargetFrame.Refuse;
import dev.caraway.migration.stream.TargetFrame.Restored;
import dev.caraway.migration.stream.TargetFrame.SessionRefused;
import dev.caraway.migration.stream.TargetFrame.Taken;
import dev.caraway.migration.stream.TargetFrame.TargetAlive;
import dev.caraway.migration.stream.TargetFrame.Welcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the target may say when, which depends on what it has heard. */
final class TargetOrder implements TargetFrame.Handler {

    /** How far the target has come. */
    private enum Phase {
        SILENT("silent"),
        WELCOMING("the guest is awaited"),
        GUEST_HERE("the guest is here"),
        REFUSED("the guest is refused");

        private final String label;

        Phase(String label) {
            this.label = label;
        }
    }

    /** How far a session has come. */
    private enum Place {
        AWAITED,
        RESTORED,
        ENDED
    }

    private final SourceOrder source;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Set<Integer> restored = new HashSet<>();
    private final Set<Integer> closed = new HashSet<>();
    private Phase phase = Phase.SILENT;
    private long bytesReceived;

    TargetOrder(SourceOrder source) {
        this.source = source;
    }

    void admit(TargetFrame frame) {
        frame.deliverTo(this);
    }

    @Override
    public void onWelcome(Welcome frame) {
        require(phase == Phase.SILENT && source.hasSaidHello(), frame, "first and once, after the hello");
        phase = Phase.WELCOMING;
    }

    /** Whoever has the guest cannot refuse it any more. */
    @Override
    public void onRefuse(Refuse frame) {
        require(
                source.hasSaidHello() && (phase == Phase.SILENT || phase == Phase.WELCOMING),
                frame,
                "after the hello and before the guest");
        phase = Phase.REFUSED;
    }

    @Override
    public void onSessionRefused(SessionRefused frame) {
        requirePlace(frame.connectionId(), Place.AWAITED, frame);
        places.put(frame.connectionId(), Place.ENDED);
    }

    @Override
    public void onRestored(Restored frame) {
        require(phase == Phase.GUEST_HERE, frame, "the guest before");
        requirePlace(frame.connectionId(), Place.AWAITED, frame);
        require(source.hasListedSeamless(frame.connectionId()), frame, "a seamless session");
        places.put(frame.connectionId(), Place.RESTORED);
        restored.add(frame.connectionId());
    }

    @Override
    public void onGuestRuns(GuestRuns frame) {
        require(phase == Phase.WELCOMING && source.hasSaidRun(), frame, "once, after run");
        phase = Phase.GUEST_HERE;
    }

    /** Whoever brings nothing was not restored, and main of it carries no data. */
    @Override
    public void onTaken(Taken frame) {
        int session = frame.connectionId();
        requireOpen(frame);
        require(
                source.hasListed(session) && place(session) != Place.ENDED,
                frame,
                "a listed session that has not ended");
        require(phase == Phase.GUEST_HERE, frame, "the guest before");
        boolean isMainAwaited = place(session) == Place.RESTORED && !source.hasHandedOverMain(session);
        require(!isMainAwaited, frame, "the digest of main's data before");
        places.put(session, Place.ENDED);
    }

    @Override
    public void onLost(Lost frame) {
        requireOpen(frame);
        require(
                source.hasListed(frame.connectionId()) && place(frame.connectionId()) != Place.ENDED,
                frame,
                "a listed session that has not ended");
        places.put(frame.connectionId(), Place.ENDED);
    }

    @Override
    public void onProgress(Progress frame) {
        requireOpen(frame);
        require(frame.bytesReceived() >= bytesReceived, frame, "no less than " + bytesReceived);
        bytesReceived = frame.bytesReceived();
    }

    /** A session that has ended here may be recalled at the same time, and the source waits for the answer. */
    @Override
    public void onLinksClosed(LinksClosed frame) {
        requireOpen(frame);
        require(source.hasRecalled(frame.connectionId()), frame, "a session that was recalled");
        require(closed.add(frame.connectionId()), frame, "one of each session");
        places.put(frame.connectionId(), Place.ENDED);
    }

    @Override
    public void onTargetAlive(TargetAlive frame) {
        requireOpen(frame);
    }

    /** What the source's last word to a client depends on. */
    boolean hasRestored(int connectionId) {
        return restored.contains(connectionId);
    }

    private Place place(int connectionId) {
        return places.getOrDefault(connectionId, Place.AWAITED);
    }

    private void requirePlace(int connectionId, Place expected, TargetFrame frame) {
        requireOpen(frame);
        require(
                source.hasListed(connectionId) && place(connectionId) == expected,
                frame,
                "a listed session that is " + expected.name().toLowerCase(Locale.ROOT));
    }

    private void requireOpen(TargetFrame frame) {
        require(phase == Phase.WELCOMING || phase == Phase.GUEST_HERE, frame, "after the welcome and before the end");
    }

    private void require(boolean isSo, TargetFrame frame, String expected) {
        if (!isSo) {
            throw new StreamException(FrameType.of(frame) + ": expected " + expected + ", got it while " + phase.label);
        }
    }
}
