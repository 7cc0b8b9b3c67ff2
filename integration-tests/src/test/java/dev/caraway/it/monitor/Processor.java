package dev.caraway.it.monitor;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A 6502 as MOS made it: all documented instructions, decimal arithmetic, interrupts, and the cycles that they take. Other
 * codes do nothing for two cycles.
 */
final class Processor {

    /** What the processor reads and writes: addresses 0 to 0xffff, bytes 0 to 0xff. */
    interface Bus {
        int read(int address);

        void write(int address, int value);
    }

    static final int CARRY = 1;
    static final int ZERO = 2;
    static final int NO_INTERRUPTS = 4;
    static final int DECIMAL = 8;
    static final int BREAK = 0x10;
    static final int ALWAYS = 0x20;
    static final int OVERFLOW = 0x40;
    static final int NEGATIVE = 0x80;

    private static final int STACK = 0x100;
    private static final int RESET_VECTOR = 0xfffc;
    private static final int INTERRUPT_VECTOR = 0xfffe;
    private static final int INTERRUPT_CYCLES = 7;

    private final Bus bus;
    private final Operations operations = new Operations(this);
    private int a;
    private int x;
    private int y;
    private int stackPointer;
    private int counter;
    private int flags = ALWAYS;

    Processor(Bus bus) {
        this.bus = bus;
    }

    /** Begins where the reset vector points, without interrupts. */
    void reset() {
        stackPointer = 0xfd;
        flags = ALWAYS | NO_INTERRUPTS;
        counter = word(RESET_VECTOR);
    }

    /** A device demands attention; nothing happens while the program does not want that. Returns the cycles taken. */
    int interrupt() {
        if (is(NO_INTERRUPTS)) {
            return 0;
        }
        enterInterrupt(counter, flags & ~BREAK);
        return INTERRUPT_CYCLES;
    }

    /** Does the next instruction and returns the cycles that it took. */
    int step() {
        int code = fetch();
        Instruction instruction = Instruction.of(code).orElse(null);
        if (instruction == null) {
            return 2;
        }
        return instruction.cycles() + operations.perform(instruction);
    }

    void enterInterrupt(int returnTo, int savedFlags) {
        push(returnTo >> 8);
        push(returnTo & 0xff);
        push(savedFlags | ALWAYS);
        set(NO_INTERRUPTS, true);
        counter = word(INTERRUPT_VECTOR);
    }

    int fetch() {
        int value = bus.read(counter);
        counter = (counter + 1) & 0xffff;
        return value;
    }

    int read(int address) {
        return bus.read(address & 0xffff);
    }

    void write(int address, int value) {
        bus.write(address & 0xffff, value & 0xff);
    }

    int word(int address) {
        return read(address) | read(address + 1) << 8;
    }

    void push(int value) {
        write(STACK + stackPointer, value);
        stackPointer = (stackPointer - 1) & 0xff;
    }

    int pull() {
        stackPointer = (stackPointer + 1) & 0xff;
        return read(STACK + stackPointer);
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    void set(int flag, boolean on) {
        flags = on ? flags | flag : flags & ~flag;
    }

    int a() {
        return a;
    }

    void a(int value) {
        a = value & 0xff;
    }

    int x() {
        return x;
    }

    void x(int value) {
        x = value & 0xff;
    }

    int y() {
        return y;
    }

    void y(int value) {
        y = value & 0xff;
    }

    int stackPointer() {
        return stackPointer;
    }

    void stackPointer(int value) {
        stackPointer = value & 0xff;
    }

    int counter() {
        return counter;
    }

    void counter(int value) {
        counter = value & 0xffff;
    }

    int flags() {
        return flags;
    }

    void flags(int value) {
        flags = ((value & ~BREAK) | ALWAYS) & 0xff;
    }

    /** Seven bytes: A, X, Y, stack pointer, flags, and the counter, its high byte first. */
    void save(DataOutputStream out) throws IOException {
        out.writeByte(a);
        out.writeByte(x);
        out.writeByte(y);
        out.writeByte(stackPointer);
        out.writeByte(flags);
        out.writeShort(counter);
    }

    /** Any seven bytes are a state of this processor. */
    void load(DataInputStream in) throws IOException {
        a = in.readUnsignedByte();
        x = in.readUnsignedByte();
        y = in.readUnsignedByte();
        stackPointer = in.readUnsignedByte();
        flags(in.readUnsignedByte());
        counter = in.readUnsignedShort();
    }
}
