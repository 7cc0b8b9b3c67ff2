package dev.caraway.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A guest that draws what a test says on one or several displays, and notes what it is told. */
final class MovedGuest implements Guest {

    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private final List<Screen> screens = new ArrayList<>();
    /** Its memory, which moves with it. */
    private final List<String> inputs = new CopyOnWriteArrayList<>();

    private final String kind;
    private boolean isRunning;

    MovedGuest(int displays) {
        this(displays, "moved/1");
    }

    MovedGuest(int displays, String kind) {
        this.kind = kind;
        for (int id = 0; id < displays; id++) {
            screens.add(new Screen());
        }
    }

    /** One graphics device. */
    private static final class Screen implements CommandSource {

        private Optional<CommandDisplay> port = Optional.empty();

        @Override
        public void attach(CommandDisplay display) {
            port = Optional.of(display);
            display.createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
        }
    }

    @Override
    public DisplaySource display() {
        return screens.get(0);
    }

    @Override
    public List<DisplaySource> displays() {
        return List.copyOf(screens);
    }

    @Override
    public GuestInputs inputs() {
        return new GuestInputs() {
            @Override
            public void onKey(int scancode, boolean down) {
                inputs.add("key " + Integer.toHexString(scancode) + (down ? " down" : " up"));
            }

            @Override
            public void onButton(int button, boolean down) {
                inputs.add("button " + button + (down ? " down" : " up"));
            }

            @Override
            public void onMotion(int dx, int dy, int buttons) {
                inputs.add("motion " + dx + " " + dy);
            }
        };
    }

    /** What users typed, in order, at every host where it was. */
    List<String> typed() {
        return inputs;
    }

    boolean isRunning() {
        return isRunning;
    }

    @Override
    public void onRun() {
        isRunning = true;
    }

    @Override
    public void onPause() {
        isRunning = false;
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(new GuestState() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public void save(OutputStream out) throws IOException {
                out.write(String.join(",", inputs).getBytes(UTF_8));
            }

            @Override
            public void load(InputStream in) throws IOException {
                String all = new String(in.readAllBytes(), UTF_8);
                inputs.addAll(all.isEmpty() ? List.of() : List.of(all.split(",", -1)));
            }
        });
    }

    CommandDisplay port(int display) {
        return screens.get(display).port.orElseThrow();
    }

    void fill(Rect box, int color) {
        fill(0, box, color);
    }

    void fill(int display, Rect box, int color) {
        port(display).draw(new DrawFill(base(box), new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE));
    }

    /** Draws an image of 8 by 8 pixels that clients are asked to keep. */
    void stamp(int display, int x, int y, long id) {
        byte[] pixels = new byte[8 * 8 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 4 == 3 ? 0 : (byte) (id * 31 + i);
        }
        BitmapData bitmap =
                new BitmapData(BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, 8, 8, 8 * 4, null, Bytes.wrap(pixels));
        Image image = new Image(new ImageDescriptor(id, ImageDescriptor.CACHE_ME, 8, 8), bitmap);
        port(display)
                .draw(new DrawCopy(
                        base(Rect.ofSize(x, y, 8, 8)),
                        image,
                        Rect.ofSize(0, 0, 8, 8),
                        RopDescriptor.OP_PUT,
                        ScaleMode.NEAREST,
                        Mask.NONE));
    }

    private static DrawBase base(Rect box) {
        return new DrawBase(0, box, Clip.NONE);
    }
}
