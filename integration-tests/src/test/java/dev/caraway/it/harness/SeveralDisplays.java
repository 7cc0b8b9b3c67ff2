package dev.caraway.it.harness;

import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guest with several displays that it draws on with commands, as a machine with several QXL devices has them. */
public final class SeveralDisplays implements Guest {

    private final RecordingInputs inputs = new RecordingInputs();
    private final List<Integer> viewers = new ArrayList<>();
    private final List<DrawingGuest> displays;

    public SeveralDisplays(DrawingGuest... displays) {
        this.displays = List.of(displays);
    }

    @Override
    public DisplaySource display() {
        return displays.get(0);
    }

    @Override
    public List<DisplaySource> displays() {
        return List.copyOf(displays);
    }

    @Override
    public GuestInputs inputs() {
        return inputs;
    }

    @Override
    public Optional<GuestState> state() {
        return displays.isEmpty() ? Optional.empty() : displays.get(0).state();
    }

    @Override
    public synchronized void onViewers(int now) {
        viewers.add(now);
    }

    /** What clients did. */
    public RecordingInputs recorded() {
        return inputs;
    }

    /** What the guest was told of its viewers so far. */
    public synchronized List<Integer> viewers() {
        return List.copyOf(viewers);
    }

    /** The display to draw on. */
    public DrawingGuest on(int display) {
        return displays.get(display);
    }

    /** Waits until no client has anything left to be sent. */
    public void awaitDrained() {
        displays.forEach(display -> TestServer.await(display.port().drained()));
    }
}
