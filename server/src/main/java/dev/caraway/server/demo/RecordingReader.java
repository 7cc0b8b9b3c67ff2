package dev.caraway.server.demo;

import dev.caraway.protocol.cursor.CursorType;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CursorShape;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Reads a recording of a QXL device as libspice-server writes it, plain or inside xz, one event at a time.
 *
 * <p>A recording that was cut off ends with its last whole record. Surface ids are kept. One thread.
 */
final class RecordingReader implements Closeable {

    private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

    /** What xz needs at its highest level, and some. */
    private static final int XZ_MEMORY_KIB = 128 * 1024;

    private static final int FROM_COMMAND_RING = 0;
    private static final int KEEP_DATA = 1;

    private final String name;
    private final InputStream in;
    private final RecordingText text;
    private final RecordedDrawings drawings;
    private long event = -1;
    private long timeNanos;
    private boolean isEnded;

    /**
     * Opens a recording and checks that it is one.
     *
     * @throws RecordingException if it is not
     * @throws IOException if it can not be read
     */
    static RecordingReader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            return new RecordingReader(file.toString(), raw);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * @param name what complaints call the recording
     * @param raw supports {@link InputStream#mark}, and is closed with this reader
     */
    RecordingReader(String name, InputStream raw) throws IOException {
        this.name = name;
        try {
            in = isXz(raw) ? new XZInputStream(raw, XZ_MEMORY_KIB) : raw;
            text = new RecordingText(in);
            drawings = new RecordedDrawings(text);
            text.word("SPICE_REPLAY 1");
        } catch (EOFException e) {
            throw new RecordingException(name + ": expected a recording (SPICE_REPLAY 1), got nothing more");
        } catch (IOException e) {
            throw new RecordingException(name + ": expected a recording (SPICE_REPLAY 1), got " + e.getMessage());
        }
    }

    /**
     * The next event; empty at the end.
     *
     * @throws RecordingException if the recording is broken here; nothing follows then
     */
    Optional<RecordedEvent> next() throws RecordingException {
        while (!isEnded) {
            try {
                RecordedEvent read = read();
                if (read != null) {
                    return Optional.of(read);
                }
            } catch (EOFException e) {
                isEnded = true;
            } catch (IOException e) {
                isEnded = true;
                throw new RecordingException(name + ": event " + event + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** When the event read last happened, in nanoseconds of the recording machine's clock. */
    long timeNanos() {
        return timeNanos;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private @Nullable RecordedEvent read() throws IOException {
        if (text.isAtEnd()) {
            isEnded = true;
            return null;
        }
        long[] head = text.numbers("event", 4);
        event = head[0];
        timeNanos = head[3];
        return head[1] == FROM_COMMAND_RING ? command(head[2]) : deviceEvent(head[2]);
    }

    private @Nullable RecordedEvent command(long type) throws IOException {
        if (type == 1) {
            return drawings.read();
        }
        if (type == 2) {
            text.word("update");
            text.int32s("rect area", 4);
            text.number("update_id");
            text.number("surface_id");
        } else if (type == 3) {
            return cursorCommand();
        } else if (type == 4) {
            text.skipBlob("message");
        } else if (type == 5) {
            return surfaceCommand();
        }
        return null;
    }

    /** Each number is the libspice-server worker's for a message, the second one that of its asynchronous twin. */
    private @Nullable RecordedEvent deviceEvent(long type) throws IOException {
        if (type == 19 || type == 28) {
            return new RecordedEvent.DestroySurfaces();
        }
        if (type == 20 || type == 29) {
            return createPrimary();
        }
        if (type == 21 || type == 30) {
            return new RecordedEvent.DestroyPrimary();
        }
        return null;
    }

    private RecordedEvent createPrimary() throws IOException {
        int[] shape = text.int32s("", 4);
        int[] mode = text.int32s("", 4);
        Bytes memory = keptData(mode[2]);
        try {
            SurfaceFormat format = format(shape[3]);
            return new RecordedEvent.CreatePrimary(
                    shape[0], shape[1], format, rows(memory, shape[0], shape[1], shape[2], format));
        } catch (IllegalArgumentException e) {
            return new RecordedEvent.Unusable("CreatePrimary", String.valueOf(e.getMessage()));
        }
    }

    /** The memory of a primary surface is always recorded, but it counts only if the guest says so. */
    private @Nullable Bytes keptData(int flags) throws IOException {
        if ((flags & KEEP_DATA) != 0) {
            return text.blob("data");
        }
        text.skipBlob("data");
        return null;
    }

    private RecordedEvent surfaceCommand() throws IOException {
        text.word("surface_cmd");
        int surfaceId = text.int32("surface_id");
        int type = text.int32("type");
        int flags = text.int32("flags");
        if (type == 1) {
            return new RecordedEvent.DestroySurface(surfaceId);
        }
        if (type != 0) {
            return new RecordedEvent.Unusable("surface command " + type, "expected type 0 or 1");
        }
        int formatCode = text.int32("u.surface_create.format");
        int width = text.int32("u.surface_create.width");
        int height = text.int32("u.surface_create.height");
        int stride = text.int32("u.surface_create.stride");
        Bytes memory = (flags & KEEP_DATA) != 0 ? text.blob("data") : null;
        try {
            SurfaceFormat format = format(formatCode);
            return new RecordedEvent.CreateSurface(
                    surfaceId, width, height, format, rows(memory, width, height, stride, format));
        } catch (IllegalArgumentException e) {
            return new RecordedEvent.Unusable("CreateSurface", String.valueOf(e.getMessage()));
        }
    }

    private RecordedEvent cursorCommand() throws IOException {
        text.word("cursor_cmd");
        int type = text.int32("type");
        return switch (type) {
            case 0 -> cursorSet();
            case 1 -> {
                int[] position = text.int32s("point16", 2);
                yield new RecordedEvent.CursorMove(position[0], position[1]);
            }
            case 2 -> new RecordedEvent.CursorHide();
            case 3 -> {
                int length = text.int32("u.trail.length");
                int frequency = text.int32("u.trail.frequency");
                yield new RecordedEvent.CursorTrail(length, frequency);
            }
            default -> new RecordedEvent.Unusable("cursor command " + type, "expected type 0 to 3");
        };
    }

    private RecordedEvent cursorSet() throws IOException {
        int[] position = text.int32s("point16", 2);
        boolean visible = text.number("u.set.visible") != 0;
        long unique = text.number("header.unique");
        int type = text.int32("header.type");
        int width = text.int32("header.width");
        int height = text.int32("header.height");
        int hotSpotX = text.int32("header.hot_spot_x");
        int hotSpotY = text.int32("header.hot_spot_y");
        int size = text.int32("data_size");
        Bytes data = text.chunks("cursor");
        try {
            CursorType known = CursorType.ofCode(type)
                    .orElseThrow(() -> new IllegalArgumentException("cursor type " + type + ": expected 0 to 6"));
            Bytes pixels = size >= 0 && size < data.length() ? data.slice(0, size) : data;
            CursorShape shape = new CursorShape(unique, known, width, height, hotSpotX, hotSpotY, pixels);
            return new RecordedEvent.CursorSet(position[0], position[1], visible, shape);
        } catch (IllegalArgumentException e) {
            return new RecordedEvent.Unusable("CursorSet", String.valueOf(e.getMessage()));
        }
    }

    private static SurfaceFormat format(int code) {
        return SurfaceFormat.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("surface format " + code + ": expected a known one"));
    }

    /** A surface's memory from its first row to its last; with a negative stride the first row is the last in memory. */
    private static @Nullable Bytes rows(
            @Nullable Bytes memory, int width, int height, int stride, SurfaceFormat format) {
        if (memory == null) {
            return null;
        }
        long step = Math.abs((long) stride);
        long rowBytes = ((long) width * format.bitsPerPixel() + 7) / 8;
        if (width < 1 || height < 1 || step < rowBytes || step * height != memory.length()) {
            throw new IllegalArgumentException("surface memory of " + memory.length() + " bytes: expected " + height
                    + " rows of " + width + " pixels with stride " + stride);
        }
        byte[] rows = new byte[(int) rowBytes * height];
        for (int y = 0; y < height; y++) {
            int row = stride < 0 ? height - 1 - y : y;
            memory.slice((int) (row * step), (int) rowBytes).copyTo(rows, y * (int) rowBytes);
        }
        return Bytes.wrap(rows);
    }

    private static boolean isXz(InputStream raw) throws IOException {
        raw.mark(XZ_MAGIC.length);
        byte[] magic = raw.readNBytes(XZ_MAGIC.length);
        raw.reset();
        return Arrays.equals(magic, XZ_MAGIC);
    }
}
