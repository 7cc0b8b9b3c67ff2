package dev.caraway.server;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.Head;
import dev.caraway.server.inputs.InputsChannel;
import dev.caraway.server.main.MainChannel;
import dev.caraway.server.migration.SharedParts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The shared halves of all channels, joined to each other and to the guest. */
final class Channels implements SharedParts {

    private final MultiMediaClock clock;
    private final MainChannel main;
    private final DisplayChannel display;
    private final InputsChannel inputs;
    private final CursorChannel cursor;
    private final PausableInputs guestInputs = new PausableInputs();
    private Runnable closePort = () -> {};
    private Runnable onRestored = () -> {};
    private Consumer<Runnable> whenHeard = Runnable::run;
    private Optional<FramebufferPort> framebufferPort = Optional.empty();

    Channels(Loop loop, ServerOptions options, Executor workers) {
        clock = new MultiMediaClock(loop);
        display = new DisplayChannel(
                loop, clock, options.compression(), options.streaming(), workers, options.guest()::onViewers);
        inputs = new InputsChannel(loop, guestInputs, display::heads);
        cursor = new CursorChannel(loop);
        MainChannel.Identity identity = new MainChannel.Identity(options.name(), options.uuid(), Admissions.offered());
        main = new MainChannel(loop, clock, identity, inputs::clientMouse, headsWish(options.guest()));
    }

    private static Optional<Consumer<List<Head>>> headsWish(Guest guest) {
        return guest.followsHeadsWish() ? Optional.of(guest::onHeadsWish) : Optional.empty();
    }

    /**
     * Gives the guest its ends; before the first client can connect.
     *
     * @param onMistake told what goes wrong on the loop while the guest's drawing is shown
     */
    void attach(Loop loop, Guest guest, Consumer<Throwable> onMistake) {
        PointerPort pointer = new PointerPort(loop, cursor, inputs, main, onMistake);
        GuestInputs driven = guest.inputs();
        guestInputs.drive(driven);
        driven.attach(pointer);
        DisplaySource source = guest.display();
        if (source instanceof FramebufferSource framebuffer) {
            FramebufferPort port =
                    new FramebufferPort(framebuffer, loop, display, pointer, ContentIndex.withRandomKey(), onMistake);
            closePort = port::close;
            onRestored = port::onRestored;
            // What it has noted is read by tasks that are queued already.
            whenHeard = loop::execute;
            framebufferPort = Optional.of(port);
            framebuffer.attach(port);
        } else if (source instanceof CommandSource drawing) {
            CommandPort port = new CommandPort(loop, display, cursor, onMistake);
            closePort = port::close;
            onRestored = port::onRestored;
            whenHeard = port::whenHeard;
            drawing.attach(port);
        }
    }

    /** Takes no more from the guest. */
    void detach() {
        closePort.run();
    }

    /** Writes what all clients share, but for the pixels of surfaces; once the guest stands still. */
    @Override
    public void save(SpiceWriter out) {
        clock.save(out);
        main.saveShared(out);
        display.saveShared(out);
        cursor.saveShared(out);
        inputs.saveShared(out);
        out.bool8(framebufferPort.isPresent());
        framebufferPort.ifPresent(port -> port.save(out));
    }

    /**
     * Takes up what another host has written, when all pixels of its surfaces have come; before any client that comes
     * from there. The same turn of the loop then restores those clients, and tells the guest's ports with
     * {@link #onRestored}.
     *
     * @throws dev.caraway.protocol.wire.WireException if no server with such a guest writes this
     */
    @Override
    public void restore(SpiceReader in) {
        clock.restore(in);
        main.restoreShared(in);
        display.restoreShared(in);
        cursor.restoreShared(in);
        inputs.restoreShared(in);
        boolean hasFramebuffer = in.bool8("shared.has_framebuffer");
        if (hasFramebuffer != framebufferPort.isPresent()) {
            throw in.violation("shared.has_framebuffer", "expected " + framebufferPort.isPresent());
        }
        framebufferPort.ifPresent(port -> port.restore(in));
    }

    /** What the guest shows is another host's by now, and the clients that came from there have it. */
    @Override
    public void onRestored() {
        onRestored.run();
    }

    @Override
    public void onMoved() {
        inputs.injected().forget();
    }

    @Override
    public void whenGuestHeard(Runnable task) {
        whenHeard.accept(task);
    }

    MultiMediaClock clock() {
        return clock;
    }

    MainChannel main() {
        return main;
    }

    DisplayChannel display() {
        return display;
    }

    InputsChannel inputs() {
        return inputs;
    }

    CursorChannel cursor() {
        return cursor;
    }

    PausableInputs guestInputs() {
        return guestInputs;
    }
}
