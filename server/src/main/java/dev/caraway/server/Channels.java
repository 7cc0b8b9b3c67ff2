package dev.caraway.server;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.Head;
import dev.caraway.server.inputs.InputsChannel;
import dev.caraway.server.main.MainChannel;
import dev.caraway.server.migration.SharedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The shared halves of all channels, joined to each other and to the guest. */
final class Channels implements SharedParts {

    private final MultiMediaClock clock;
    private final Guest guest;
    private final MainChannel main;
    private final List<Screen> screens = new ArrayList<>();
    private final InputsChannel inputs;
    private final PausableInputs guestInputs = new PausableInputs();
    private final List<Runnable> closePorts = new ArrayList<>();
    private final List<FramebufferPort> framebufferPorts = new ArrayList<>();
    private final List<CommandPort> commandPorts = new ArrayList<>();
    private final ContentIndex contents = ContentIndex.withRandomKey();
    private final Loop loop;
    private long viewers;

    /** What one display of the guest has: its channels bear its place among the displays as their id. */
    private record Screen(DisplaySource source, DisplayChannel display, CursorChannel cursor) {}

    /** @param asked whose displays an {@link IllegalArgumentException} refuses unless there are 1 to 4 */
    Channels(Loop loop, ServerOptions options, GuestParts asked, Executor workers) {
        this.loop = loop;
        guest = options.guest();
        clock = new MultiMediaClock(loop);
        List<DisplaySource> displays = asked.displays();
        if (displays.isEmpty() || displays.size() > GuestDisplay.MAX_HEADS) {
            throw new IllegalArgumentException(
                    "displays " + displays.size() + ": expected 1 to " + GuestDisplay.MAX_HEADS);
        }
        for (DisplaySource source : displays) {
            DisplayChannel display = new DisplayChannel(
                    loop, clock, options.compression(), options.streaming(), workers, changed -> tellViewers());
            if (asked.followsHeadsWish()) {
                display.offerHeads(GuestHeads.most(displays.size()));
            }
            screens.add(new Screen(source, display, new CursorChannel(loop)));
        }
        List<Supplier<List<dev.caraway.protocol.display.Head>>> heads = new ArrayList<>();
        screens.forEach(screen -> heads.add(screen.display()::heads));
        inputs = new InputsChannel(loop, guestInputs, heads);
        MainChannel.Identity identity = new MainChannel.Identity(options.name(), options.uuid(), offered());
        Optional<Consumer<HeadsWish>> onWish =
                asked.followsHeadsWish() ? Optional.of(this::onHeadsWish) : Optional.empty();
        main = new MainChannel(loop, clock, identity, inputs::clientMouse, onWish);
    }

    /** What a client may link beside main. */
    List<ChannelId> offered() {
        List<ChannelId> offered = new ArrayList<>();
        for (int id = 0; id < screens.size(); id++) {
            offered.add(new ChannelId(ChannelType.DISPLAY, id));
        }
        offered.add(new ChannelId(ChannelType.INPUTS, 0));
        for (int id = 0; id < screens.size(); id++) {
            offered.add(new ChannelId(ChannelType.CURSOR, id));
        }
        return offered;
    }

    /** Several displays are all named in a wish, so that a guest knows which is meant by which. */
    private void onHeadsWish(HeadsWish wish) {
        if (screens.size() == 1) {
            guest.onHeadsWish(wish.on());
            return;
        }
        List<Head> present = new ArrayList<>();
        for (Screen screen : screens) {
            for (dev.caraway.protocol.display.Head head : screen.display().heads()) {
                present.add(new Head(head.x(), head.y(), head.width(), head.height()));
            }
        }
        // One that shows nothing has no size that it could keep.
        if (present.size() == screens.size()) {
            guest.onHeadsWish(wish.over(present));
        }
    }

    /** A client counts once, however many displays it sees. */
    private void tellViewers() {
        long now = screens.stream()
                .flatMap(screen -> screen.display().viewingSessions())
                .distinct()
                .count();
        if (now != viewers) {
            viewers = now;
            guest.onViewers((int) now);
        }
    }

    /**
     * Gives the guest its ends; before the first client can connect.
     *
     * @param onMistake told what goes wrong on the loop while the guest's drawing is shown
     */
    void attach(Loop loop, Consumer<Throwable> onMistake) {
        List<PointerPort> pointers = screens.stream()
                .map(screen -> new PointerPort(loop, screen.cursor(), inputs, main, onMistake))
                .toList();
        GuestInputs driven = GuestException.ask(guest, "inputs", guest::inputs);
        guestInputs.drive(driven);
        GuestException.tell(driven, "attach", () -> driven.attach(pointers.get(0)));
        int headsMax = GuestHeads.most(screens.size());
        for (int id = 0; id < screens.size(); id++) {
            Screen screen = screens.get(id);
            if (screen.source() instanceof FramebufferSource framebuffer) {
                FramebufferPort port = new FramebufferPort(
                        framebuffer, loop, screen.display(), pointers.get(id), headsMax, contents, onMistake);
                closePorts.add(port::close);
                framebufferPorts.add(port);
                GuestException.tell(framebuffer, "attach", () -> framebuffer.attach(port));
            } else if (screen.source() instanceof CommandSource drawing) {
                CommandPort port =
                        new CommandPort(loop, screen.display(), screen.cursor(), headsMax, contents, onMistake);
                closePorts.add(port::close);
                commandPorts.add(port);
                GuestException.tell(drawing, "attach", () -> drawing.attach(port));
            }
        }
    }

    /** Takes no more from the guest. */
    void detach() {
        closePorts.forEach(Runnable::run);
    }

    /** Writes what all clients share, but for the pixels of surfaces; once the guest stands still. */
    @Override
    public void save(SpiceWriter out) {
        clock.save(out);
        main.saveShared(out);
        out.u8(screens.size());
        for (Screen screen : screens) {
            screen.display().saveShared(out);
            screen.cursor().saveShared(out);
        }
        inputs.saveShared(out);
        guestInputs.save(out);
        contents.save(out);
        out.u8(framebufferPorts.size());
        framebufferPorts.forEach(port -> port.save(out));
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
        requireAsMany(in, "shared.displays", screens.size());
        for (Screen screen : screens) {
            screen.display().restoreShared(in);
            screen.cursor().restoreShared(in);
        }
        inputs.restoreShared(in);
        guestInputs.restore(in);
        contents.restore(in);
        requireAsMany(in, "shared.framebuffers", framebufferPorts.size());
        framebufferPorts.forEach(port -> port.restore(in));
    }

    private static void requireAsMany(SpiceReader in, String field, int expected) {
        int got = in.u8(field);
        if (got != expected) {
            throw in.violation(field, "expected " + expected + ", got " + got);
        }
    }

    /** What the guest shows is another host's by now, and the clients that came from there have it. */
    @Override
    public void onRestored() {
        guestInputs.letGo();
        framebufferPorts.forEach(FramebufferPort::onRestored);
        commandPorts.forEach(CommandPort::onRestored);
    }

    @Override
    public void onStays() {
        inputs.letGoOfLeftBehind();
    }

    @Override
    public void onMoved() {
        inputs.injected().forget();
        inputs.forgetLeftBehind();
    }

    @Override
    public void letGo(SpiceReader state) {
        inputs.letGo(state);
    }

    @Override
    public void whenGuestHeard(Runnable task) {
        whenHeard(0, task);
    }

    /** One port after another; what frame buffers have noted is read by tasks that are queued already. */
    private void whenHeard(int next, Runnable task) {
        if (next == commandPorts.size()) {
            loop.execute(task);
        } else {
            commandPorts.get(next).whenHeard(() -> whenHeard(next + 1, task));
        }
    }

    @Override
    public List<DisplayChannel> displays() {
        return screens.stream().map(Screen::display).toList();
    }

    MultiMediaClock clock() {
        return clock;
    }

    MainChannel main() {
        return main;
    }

    /** The display channel with this id, which was offered. */
    DisplayChannel display(int id) {
        return screens.get(id).display();
    }

    InputsChannel inputs() {
        return inputs;
    }

    /** The cursor channel with this id, which was offered. */
    CursorChannel cursor(int id) {
        return screens.get(id).cursor();
    }

    PausableInputs guestInputs() {
        return guestInputs;
    }
}
