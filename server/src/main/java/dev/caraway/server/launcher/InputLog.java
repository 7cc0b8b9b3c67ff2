package dev.caraway.server.launcher;

import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.Head;
import dev.caraway.server.guest.InputsPort;
import dev.caraway.server.guest.MigrationListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every input event as the guest receives it, one JSON object a line, and hands it on. Each line is in the
 * file before the guest sees the event, so that a reader who saw the effect finds the cause.
 */
final class InputLog implements GuestInputs {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final Logger LOG = LoggerFactory.getLogger(InputLog.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final GuestInputs inputs;
    private final OutputStream out;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private boolean isBroken;

    /** Writes to {@code out}, which must not buffer; times count from now. */
    InputLog(GuestInputs inputs, OutputStream out, LongSupplier nanoTime) {
        this.inputs = inputs;
        this.out = out;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** The guest with its inputs written to a file, which is emptied first. */
    static Guest of(Guest guest, Path file) throws LaunchException {
        try {
            // What users type is for nobody else's eyes.
            Set<StandardOpenOption> options =
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            OutputStream out = Channels.newOutputStream(
                    Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY)));
            return new LoggedGuest(guest, out);
        } catch (IOException e) {
            throw LaunchException.failure("--input-log: cannot write " + file, e);
        }
    }

    @Override
    public void attach(InputsPort port) {
        inputs.attach(port);
    }

    @Override
    public void onKey(int scancode, boolean down) {
        write("\"type\":\"key\",\"scancode\":" + scancode + ",\"down\":" + down);
        inputs.onKey(scancode, down);
    }

    @Override
    public void onMotion(int dx, int dy, int buttons) {
        write("\"type\":\"motion\",\"dx\":" + dx + ",\"dy\":" + dy + ",\"buttons\":" + buttons);
        inputs.onMotion(dx, dy, buttons);
    }

    @Override
    public void onPosition(int display, int x, int y, int buttons) {
        String at = display == 0 ? "" : ",\"display\":" + display;
        write("\"type\":\"position\"" + at + ",\"x\":" + x + ",\"y\":" + y + ",\"buttons\":" + buttons);
        inputs.onPosition(display, x, y, buttons);
    }

    @Override
    public void onButton(int button, boolean down) {
        write("\"type\":\"button\",\"button\":" + button + ",\"down\":" + down);
        inputs.onButton(button, down);
    }

    private void write(String event) {
        if (isBroken) {
            return;
        }
        long millis = (nanoTime.getAsLong() - startNanos) / NANOS_PER_MILLI;
        try {
            out.write(("{\"t_ms\":" + millis + "," + event + "}\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The guest goes on without its log, and we say so once.
            isBroken = true;
            LOG.warn("input-log Cannot be written any more reason={}", e.getMessage());
        }
    }

    /** A guest like the one behind it, but for its inputs. */
    private record LoggedGuest(Guest guest, OutputStream out) implements Guest {

        @Override
        public DisplaySource display() {
            return guest.display();
        }

        @Override
        public List<DisplaySource> displays() {
            return guest.displays();
        }

        @Override
        public GuestInputs inputs() {
            return new InputLog(GuestException.ask(guest, "inputs", guest::inputs), out, System::nanoTime);
        }

        @Override
        public void onRun() {
            guest.onRun();
        }

        @Override
        public void onPause() {
            guest.onPause();
        }

        @Override
        public void onReset() {
            guest.onReset();
        }

        @Override
        public void onPowerDown() {
            guest.onPowerDown();
        }

        @Override
        public boolean followsHeadsWish() {
            return guest.followsHeadsWish();
        }

        @Override
        public void onHeadsWish(List<Head> heads) {
            guest.onHeadsWish(heads);
        }

        @Override
        public Optional<GuestState> state() {
            return guest.state();
        }

        @Override
        public MigrationListener migrationListener() {
            return guest.migrationListener();
        }

        @Override
        public void onViewers(int viewers) {
            guest.onViewers(viewers);
        }

        @Override
        public void onClose() {
            guest.onClose();
            try {
                out.close();
            } catch (IOException e) {
                LOG.warn("input-log Cannot be closed reason={}", e.getMessage());
            }
        }
    }
}
