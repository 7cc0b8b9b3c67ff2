package dev.caraway.it.monitor;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.InputsPort;
import dev.caraway.server.guest.MigrationListener;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that runs a {@link Board} and shows it with Caraway: seen, driven, and moved to another host while it runs.
 *
 * <p>The board works on a thread of its own. The server asks and tells on its loop, and a move on a third thread; all of them
 * take turns, and nobody has the board for longer than a frame takes to compute.
 */
public final class BoardGuest implements Guest, FramebufferSource, GuestInputs, GuestState, MigrationListener {

    private static final long FRAME_MICROS = TimeUnit.SECONDS.toMicros(1) / Board.FRAMES_A_SECOND;

    /** So few pages are quicker sent while the board stands still than in another round. */
    private static final int FEW_PAGES = 16;

    private static final int MAX_ROUNDS = 8;
    private static final CursorShape CROSS = cross();

    private final Assembler.Program program;
    private final ScheduledExecutorService thread;

    // Guarded by this guest.
    private Board board;
    private @Nullable FramebufferDisplay display;
    private @Nullable InputsPort port;
    private @Nullable ScheduledFuture<?> frames;
    private int toldLights;

    /** Of the thread that loads. */
    private @Nullable Board arriving;

    /**
     * A board for {@code --guest class=dev.caraway.it.monitor.BoardGuest}.
     *
     * @param options {@code program}: a file with another program than snake
     * @throws IllegalArgumentException if that is none, or there is another option
     */
    public static BoardGuest create(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!name.equals("program")) {
                throw new IllegalArgumentException(name + ": expected program=FILE, or nothing for snake");
            }
        }
        try {
            String file = options.get("program");
            return new BoardGuest(Assembler.assemble(file == null ? snake() : Files.readString(Path.of(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException("program: expected a file that can be read, got " + e.getMessage(), e);
        }
    }

    BoardGuest(Assembler.Program program) {
        this.program = program;
        this.board = new Board(program);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "board"));
    }

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public GuestInputs inputs() {
        return this;
    }

    @Override
    public synchronized void attach(FramebufferDisplay attached) {
        display = attached;
        attached.resize(Board.WIDTH, Board.HEIGHT);
        attached.cursor(CROSS);
    }

    @Override
    public synchronized void attach(InputsPort attached) {
        port = attached;
        tellLights();
    }

    @Override
    public synchronized void readPixels(Rect area, int[] pixels, int offset, int stride) {
        board.read(area, pixels, offset, stride);
    }

    @Override
    public synchronized void onRun() {
        frames = thread.scheduleAtFixedRate(this::frame, 0, FRAME_MICROS, TimeUnit.MICROSECONDS);
    }

    @Override
    public synchronized void onPause() {
        if (frames != null) {
            frames.cancel(false);
            frames = null;
        }
    }

    @Override
    public synchronized void onReset() {
        board.reset();
    }

    @Override
    public void onClose() {
        thread.shutdownNow();
    }

    private synchronized void frame() {
        // A frame that waited for its turn while the board was paused comes too late.
        if (frames != null) {
            board.frame();
            report();
        }
    }

    private void report() {
        int[] rows = board.takeChangedRows();
        if (display != null && rows.length > 0) {
            display.damage(0, rows[0], Board.WIDTH, rows[1] - rows[0]);
        }
        if (board.lights() != toldLights) {
            tellLights();
        }
    }

    private void tellLights() {
        toldLights = board.lights();
        if (port != null) {
            port.lockKeys((toldLights & 1) != 0, (toldLights & 2) != 0, (toldLights & 4) != 0);
        }
    }

    @Override
    public synchronized void onKey(int scancode, boolean down) {
        board.key(scancode, down);
    }

    @Override
    public synchronized void onPosition(int x, int y, int buttons) {
        board.pointer(x, y);
    }

    @Override
    public synchronized void onButton(int button, boolean down) {
        board.button(button, down);
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(this);
    }

    @Override
    public MigrationListener migrationListener() {
        return this;
    }

    @Override
    public String kind() {
        return "board/1";
    }

    @Override
    public boolean saveWhileRunning(int round, OutputStream out) throws IOException {
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        synchronized (this) {
            if (round == 0) {
                board.saveAnew();
            }
            board.savePages(new DataOutputStream(pages));
        }
        // Here the link may be slow, and the board goes on meanwhile.
        out.write(pages.toByteArray());
        synchronized (this) {
            return round + 1 < MAX_ROUNDS && board.unsavedPages() > FEW_PAGES;
        }
    }

    @Override
    public void save(OutputStream out) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        synchronized (this) {
            DataOutputStream state = new DataOutputStream(rest);
            board.savePages(state);
            board.saveDevices(state);
        }
        out.write(rest.toByteArray());
    }

    @Override
    public synchronized void onCompleted(boolean success) {
        // Should it have failed, the next move begins anew.
        board.saveAnew();
    }

    @Override
    public void loadWhileRunning(int round, InputStream in) throws IOException {
        // Beside the board that is here, which stays as it is if the move fails.
        Board begun = round == 0 || arriving == null ? new Board(program) : arriving;
        load(begun::loadPages, in);
        arriving = begun;
    }

    @Override
    public void load(InputStream in) throws IOException {
        Board arrived = arriving == null ? new Board(program) : arriving;
        arriving = null;
        load(
                state -> {
                    arrived.loadPages(state);
                    arrived.loadDevices(state);
                },
                in);
        synchronized (this) {
            board = arrived;
            tellLights();
            report();
        }
    }

    private interface Loading {
        void read(DataInputStream state) throws IOException;
    }

    private static void load(Loading loading, InputStream in) throws IOException {
        try {
            loading.read(new DataInputStream(in));
        } catch (EOFException e) {
            throw new IOException("board: expected more, got the end of its state", e);
        }
        if (in.read() >= 0) {
            throw new IOException("board: expected the end of its state, got more");
        }
    }

    /** The program that the board has if nobody wants another. */
    static String snake() {
        try (InputStream in = Objects.requireNonNull(BoardGuest.class.getResourceAsStream("snake.s"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CursorShape cross() {
        int side = 9;
        int[] argb = new int[side * side];
        for (int i = 0; i < side; i++) {
            argb[i * side + side / 2] = 0xffffffff;
            argb[side / 2 * side + i] = 0xffffffff;
        }
        return CursorShape.argb(0xb0a7d, side, side, side / 2, side / 2, argb);
    }

    /** Serves a board on port 5930, or on the port that is given. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 5930 : Integer.parseInt(arguments[0]);
        SpiceServer server = SpiceServer.builder()
                .guest(create(Map.of()))
                .name("board")
                .listen("127.0.0.1", port)
                .disableTicketing()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("remote-viewer spice://" + server.endpoints().get(0));
    }
}
