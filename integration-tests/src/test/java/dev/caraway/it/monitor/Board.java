package dev.caraway.it.monitor;

import dev.caraway.protocol.geometry.Rect;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/**
 * A machine around a 6502: 64 KiB of memory, a screen, a keyboard, a pointer and a timer. No threads and no clock: whoever
 * owns it has it do a frame, and tells it what was pressed.
 *
 * <p>The screen is memory from {@code 0x8000}: 256 by 192 pixels of 4 bits, the left one of a byte in its upper half. From
 * {@code 0xe000} a byte each: the next scan code as a PC keyboard sends it (set 1; reading takes it); how many frames were done;
 * what ends the timer's interrupt when written; the lights, from bit 0 scroll, num and caps lock; where the pointer is, x and
 * y; which buttons are held, from bit 0. From {@code 0xf000} on memory cannot be written.
 */
final class Board {

    static final int WIDTH = 256;
    static final int HEIGHT = 192;
    static final int FRAMES_A_SECOND = 50;
    static final int PAGES = 256;
    static final int PAGE_BYTES = 256;

    private static final int CYCLES_A_FRAME = 40_000;
    private static final int SCREEN = 0x8000;
    private static final int SCREEN_END = 0xe000;
    private static final int ROW_BYTES = WIDTH / 2;
    private static final int ROWS_A_PAGE = PAGE_BYTES / ROW_BYTES;
    private static final int KEY = 0xe000;
    private static final int FRAMES = 0xe001;
    private static final int ACKNOWLEDGE = 0xe002;
    private static final int LIGHTS = 0xe003;
    private static final int POINTER_X = 0xe004;
    private static final int POINTER_Y = 0xe005;
    private static final int BUTTONS = 0xe006;
    private static final int DEVICES_END = 0xe100;
    private static final int ROM = 0xf000;
    private static final int MAX_KEYS = 16;
    private static final int EXTENDED = 0x100;
    private static final int EXTENDED_PREFIX = 0xe0;
    private static final int RELEASED = 0x80;

    private static final int[] PALETTE = {
        0x000000, 0x14233a, 0x26466b, 0x3a7ca5, 0x16425b, 0x2f6690, 0x81a4cd, 0xd9dcd6,
        0x8d99ae, 0xef233c, 0x7fb069, 0xe6aa68, 0xca3c25, 0xf4d35e, 0xa09ebb, 0xffffff
    };

    private final byte[] memory = new byte[PAGES * PAGE_BYTES];
    private final Processor processor = new Processor(new Wires());
    /** Pages that were written since somebody asked: to show them, and to copy them to another host. */
    private final BitSet unseen = new BitSet(PAGES);

    private final BitSet unsaved = new BitSet(PAGES);
    private final Queue<Integer> keys = new ArrayDeque<>();
    private boolean interrupts;
    private int cyclesOwed;
    private int frames;
    private int lights;
    private int pointerX;
    private int pointerY;
    private int buttons;

    /** A machine with this program in it, about to start. */
    Board(Assembler.Program program) {
        program.bytes().copyTo(memory, program.origin());
        unsaved.set(0, PAGES);
        unseen.set(0, PAGES);
        processor.reset();
    }

    /** The reset button. */
    void reset() {
        keys.clear();
        interrupts = false;
        processor.reset();
    }

    /** A fiftieth of a second: the timer's interrupt, and what the program does until the next. */
    void frame() {
        frames = (frames + 1) & 0xff;
        interrupts = true;
        cyclesOwed += CYCLES_A_FRAME;
        while (cyclesOwed > 0) {
            if (interrupts) {
                cyclesOwed -= processor.interrupt();
            }
            cyclesOwed -= processor.step();
        }
    }

    /** A key by its scan code, 0x100 more behind the prefix E0; a program that does not look misses some. */
    void key(int scancode, boolean down) {
        boolean isExtended = scancode >= EXTENDED;
        if (keys.size() + (isExtended ? 2 : 1) <= MAX_KEYS) {
            if (isExtended) {
                keys.add(EXTENDED_PREFIX);
            }
            keys.add((scancode & 0x7f) | (down ? 0 : RELEASED));
        }
    }

    void pointer(int x, int y) {
        pointerX = Math.max(0, Math.min(x, WIDTH - 1));
        pointerY = Math.max(0, Math.min(y, HEIGHT - 1));
    }

    /** A button, 1 to 7. */
    void button(int button, boolean down) {
        int mask = 1 << (button - 1);
        buttons = down ? buttons | mask : buttons & ~mask;
    }

    /** From bit 0: scroll, num and caps lock. */
    int lights() {
        return lights;
    }

    /** How much of the memory was written since it was saved last. */
    int unsavedPages() {
        return unsaved.cardinality();
    }

    int memory(int address) {
        return memory[address] & 0xff;
    }

    /** The rows that may look otherwise than at the last call: their first, and the one behind their last; empty if none. */
    int[] takeChangedRows() {
        int first = unseen.nextSetBit(SCREEN / PAGE_BYTES);
        int last = unseen.previousSetBit(SCREEN_END / PAGE_BYTES - 1);
        unseen.clear();
        if (first < 0 || last < first) {
            return new int[0];
        }
        int above = SCREEN / PAGE_BYTES;
        return new int[] {(first - above) * ROWS_A_PAGE, (last + 1 - above) * ROWS_A_PAGE};
    }

    /** Pixels of the screen as 0x00RRGGBB, as {@code FramebufferSource.readPixels} wants them. */
    void read(Rect area, int[] pixels, int offset, int stride) {
        for (int y = area.top(); y < area.bottom(); y++) {
            for (int x = area.left(); x < area.right(); x++) {
                int two = memory[SCREEN + y * ROW_BYTES + x / 2];
                int one = (x & 1) == 0 ? two >> 4 & 0xf : two & 0xf;
                pixels[offset + (y - area.top()) * stride + x - area.left()] = PALETTE[one];
            }
        }
    }

    /** All memory counts as not yet saved. */
    void saveAnew() {
        unsaved.set(0, PAGES);
    }

    /** How many pages were written since they were saved last, and each with its number. */
    void savePages(DataOutputStream out) throws IOException {
        out.writeShort(unsaved.cardinality());
        for (int page = unsaved.nextSetBit(0); page >= 0; page = unsaved.nextSetBit(page + 1)) {
            out.writeByte(page);
            out.write(memory, page * PAGE_BYTES, PAGE_BYTES);
        }
        unsaved.clear();
    }

    /** Reads what {@link #savePages} has written. */
    void loadPages(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        if (count > PAGES) {
            throw new IOException("board pages " + count + ": expected at most " + PAGES);
        }
        for (int i = 0; i < count; i++) {
            int page = in.readUnsignedByte();
            in.readFully(memory, page * PAGE_BYTES, PAGE_BYTES);
            unseen.set(page);
        }
    }

    /** Writes the processor and the devices. */
    void saveDevices(DataOutputStream out) throws IOException {
        processor.save(out);
        out.writeBoolean(interrupts);
        out.writeByte(cyclesOwed);
        out.writeByte(frames);
        out.writeByte(lights);
        out.writeByte(pointerX);
        out.writeByte(pointerY);
        out.writeByte(buttons);
        out.writeByte(keys.size());
        for (int key : keys) {
            out.writeByte(key);
        }
    }

    /** Reads what {@link #saveDevices} has written. */
    void loadDevices(DataInputStream in) throws IOException {
        processor.load(in);
        interrupts = in.readBoolean();
        // An instruction is done as a whole: a frame ends up to 8 cycles late, which the next one makes good.
        cyclesOwed = in.readByte();
        frames = in.readUnsignedByte();
        lights = in.readUnsignedByte();
        pointer(in.readUnsignedByte(), in.readUnsignedByte());
        buttons = in.readUnsignedByte();
        int count = in.readUnsignedByte();
        if (count > MAX_KEYS) {
            throw new IOException("board keys " + count + ": expected at most " + MAX_KEYS);
        }
        keys.clear();
        for (int i = 0; i < count; i++) {
            keys.add(in.readUnsignedByte());
        }
    }

    /** What is where, as the processor sees it. */
    private final class Wires implements Processor.Bus {

        @Override
        public int read(int address) {
            return switch (address) {
                case KEY -> keys.isEmpty() ? 0 : keys.remove();
                case FRAMES -> frames;
                case LIGHTS -> lights;
                case POINTER_X -> pointerX;
                case POINTER_Y -> pointerY;
                case BUTTONS -> buttons;
                default -> memory[address] & 0xff;
            };
        }

        @Override
        public void write(int address, int value) {
            if (address == ACKNOWLEDGE) {
                interrupts = false;
            } else if (address == LIGHTS) {
                lights = value;
            } else if ((address < KEY || address >= DEVICES_END) && address < ROM) {
                memory[address] = (byte) value;
                unseen.set(address / PAGE_BYTES);
                unsaved.set(address / PAGE_BYTES);
            }
        }
    }
}
