package dev.caraway.it.monitor;

import static dev.caraway.it.monitor.Processor.BREAK;
import static dev.caraway.it.monitor.Processor.CARRY;
import static dev.caraway.it.monitor.Processor.DECIMAL;
import static dev.caraway.it.monitor.Processor.NEGATIVE;
import static dev.caraway.it.monitor.Processor.NO_INTERRUPTS;
import static dev.caraway.it.monitor.Processor.OVERFLOW;
import static dev.caraway.it.monitor.Processor.ZERO;

import java.util.function.IntUnaryOperator;

/** What the instructions of the 6502 do. */
final class Operations {

    private final Processor cpu;

    Operations(Processor cpu) {
        this.cpu = cpu;
    }

    /** Does an instruction whose code was fetched, and returns the cycles beyond those that it always takes. */
    int perform(Instruction instruction) {
        return switch (instruction.mode()) {
            case IMPLIED -> implied(instruction.name());
            case RELATIVE -> branch(instruction.name());
            case ACCUMULATOR -> {
                cpu.a(change(instruction.name()).applyAsInt(cpu.a()));
                yield 0;
            }
            case IMMEDIATE -> {
                take(instruction.name(), cpu.fetch());
                yield 0;
            }
            default -> {
                Place place = place(instruction.mode());
                at(instruction.name(), place.address);
                yield instruction.crossing() && place.isCrossed ? 1 : 0;
            }
        };
    }

    /**
     * Where an operand is.
     *
     * @param isCrossed whether the index carried into another page
     */
    private record Place(int address, boolean isCrossed) {}

    private Place place(Mode mode) {
        return switch (mode) {
            case ZERO_PAGE -> new Place(cpu.fetch(), false);
            case ZERO_PAGE_X -> new Place((cpu.fetch() + cpu.x()) & 0xff, false);
            case ZERO_PAGE_Y -> new Place((cpu.fetch() + cpu.y()) & 0xff, false);
            case ABSOLUTE -> new Place(fetchWord(), false);
            case ABSOLUTE_X -> indexed(fetchWord(), cpu.x());
            case ABSOLUTE_Y -> indexed(fetchWord(), cpu.y());
            case INDIRECT -> new Place(wordInPage(fetchWord()), false);
            case INDEXED_INDIRECT -> new Place(wordInPage((cpu.fetch() + cpu.x()) & 0xff), false);
            case INDIRECT_INDEXED -> indexed(wordInPage(cpu.fetch()), cpu.y());
            case IMPLIED, ACCUMULATOR, IMMEDIATE, RELATIVE ->
                throw new IllegalArgumentException(mode + ": expected one with an address");
        };
    }

    private static Place indexed(int base, int index) {
        int address = (base + index) & 0xffff;
        return new Place(address, (address & 0xff00) != (base & 0xff00));
    }

    private int fetchWord() {
        int low = cpu.fetch();
        return low | cpu.fetch() << 8;
    }

    /** The second byte is in the same page as the first, even where that is the last one: a well-known trap of this chip. */
    private int wordInPage(int address) {
        return cpu.read(address) | cpu.read((address & 0xff00) | ((address + 1) & 0xff)) << 8;
    }

    private void at(String name, int address) {
        switch (name) {
            case "STA" -> cpu.write(address, cpu.a());
            case "STX" -> cpu.write(address, cpu.x());
            case "STY" -> cpu.write(address, cpu.y());
            case "JMP" -> cpu.counter(address);
            case "JSR" -> {
                int last = cpu.counter() - 1;
                cpu.push(last >> 8 & 0xff);
                cpu.push(last & 0xff);
                cpu.counter(address);
            }
            case "ASL", "LSR", "ROL", "ROR", "INC", "DEC" ->
                cpu.write(address, change(name).applyAsInt(cpu.read(address)));
            default -> take(name, cpu.read(address));
        }
    }

    private void take(String name, int value) {
        switch (name) {
            case "LDA" -> cpu.a(noted(value));
            case "LDX" -> cpu.x(noted(value));
            case "LDY" -> cpu.y(noted(value));
            case "AND" -> cpu.a(noted(cpu.a() & value));
            case "ORA" -> cpu.a(noted(cpu.a() | value));
            case "EOR" -> cpu.a(noted(cpu.a() ^ value));
            case "ADC" -> add(value);
            case "SBC" -> subtract(value);
            case "CMP" -> compare(cpu.a(), value);
            case "CPX" -> compare(cpu.x(), value);
            case "CPY" -> compare(cpu.y(), value);
            case "BIT" -> {
                cpu.set(ZERO, (cpu.a() & value) == 0);
                cpu.set(NEGATIVE, (value & 0x80) != 0);
                cpu.set(OVERFLOW, (value & 0x40) != 0);
            }
            default -> throw new IllegalArgumentException(name + ": expected an instruction with an operand");
        }
    }

    private IntUnaryOperator change(String name) {
        return switch (name) {
            case "ASL" -> value -> shifted(value << 1, (value & 0x80) != 0);
            case "LSR" -> value -> shifted(value >> 1, (value & 1) != 0);
            case "ROL" -> value -> shifted(value << 1 | (cpu.is(CARRY) ? 1 : 0), (value & 0x80) != 0);
            case "ROR" -> value -> shifted(value >> 1 | (cpu.is(CARRY) ? 0x80 : 0), (value & 1) != 0);
            case "INC" -> value -> noted(value + 1);
            case "DEC" -> value -> noted(value - 1);
            default -> throw new IllegalArgumentException(name + ": expected an instruction that changes its operand");
        };
    }

    private int implied(String name) {
        switch (name) {
            case "CLC" -> cpu.set(CARRY, false);
            case "SEC" -> cpu.set(CARRY, true);
            case "CLD" -> cpu.set(DECIMAL, false);
            case "SED" -> cpu.set(DECIMAL, true);
            case "CLI" -> cpu.set(NO_INTERRUPTS, false);
            case "SEI" -> cpu.set(NO_INTERRUPTS, true);
            case "CLV" -> cpu.set(OVERFLOW, false);
            case "DEX" -> cpu.x(noted(cpu.x() - 1));
            case "INX" -> cpu.x(noted(cpu.x() + 1));
            case "DEY" -> cpu.y(noted(cpu.y() - 1));
            case "INY" -> cpu.y(noted(cpu.y() + 1));
            case "TAX" -> cpu.x(noted(cpu.a()));
            case "TAY" -> cpu.y(noted(cpu.a()));
            case "TXA" -> cpu.a(noted(cpu.x()));
            case "TYA" -> cpu.a(noted(cpu.y()));
            case "TSX" -> cpu.x(noted(cpu.stackPointer()));
            case "TXS" -> cpu.stackPointer(cpu.x());
            case "PHA" -> cpu.push(cpu.a());
            case "PLA" -> cpu.a(noted(cpu.pull()));
            case "PHP" -> cpu.push(cpu.flags() | BREAK);
            case "PLP" -> cpu.flags(cpu.pull());
            case "RTS" -> cpu.counter(pullWord() + 1);
            case "RTI" -> {
                cpu.flags(cpu.pull());
                cpu.counter(pullWord());
            }
            // The byte behind it is left out, for whoever patched it in to say why.
            case "BRK" -> cpu.enterInterrupt((cpu.counter() + 1) & 0xffff, cpu.flags() | BREAK);
            case "NOP" -> {}
            default -> throw new IllegalArgumentException(name + ": expected an instruction without an operand");
        }
        return 0;
    }

    private int pullWord() {
        int low = cpu.pull();
        return low | cpu.pull() << 8;
    }

    /** One cycle more if it is taken, and another if that leads to another page. */
    private int branch(String name) {
        int distance = (byte) cpu.fetch();
        boolean isTaken = switch (name) {
            case "BPL" -> !cpu.is(NEGATIVE);
            case "BMI" -> cpu.is(NEGATIVE);
            case "BVC" -> !cpu.is(OVERFLOW);
            case "BVS" -> cpu.is(OVERFLOW);
            case "BCC" -> !cpu.is(CARRY);
            case "BCS" -> cpu.is(CARRY);
            case "BNE" -> !cpu.is(ZERO);
            case "BEQ" -> cpu.is(ZERO);
            default -> throw new IllegalArgumentException(name + ": expected a branch");
        };
        if (!isTaken) {
            return 0;
        }
        int from = cpu.counter();
        cpu.counter(from + distance);
        return (cpu.counter() & 0xff00) == (from & 0xff00) ? 1 : 2;
    }

    private void add(int value) {
        int carry = cpu.is(CARRY) ? 1 : 0;
        int binary = cpu.a() + value + carry;
        cpu.set(ZERO, (binary & 0xff) == 0);
        int sum = binary;
        if (cpu.is(DECIMAL)) {
            int low = (cpu.a() & 0xf) + (value & 0xf) + carry;
            sum = (cpu.a() & 0xf0) + (value & 0xf0) + (low > 9 ? ((low + 6) & 0xf) + 0x10 : low);
        }
        // In decimal mode these two are those of the sum whose upper digit is not yet put right.
        cpu.set(NEGATIVE, (sum & 0x80) != 0);
        cpu.set(OVERFLOW, (~(cpu.a() ^ value) & (cpu.a() ^ sum) & 0x80) != 0);
        if (cpu.is(DECIMAL) && sum > 0x9f) {
            sum += 0x60;
        }
        cpu.set(CARRY, sum > 0xff);
        cpu.a(sum);
    }

    private void subtract(int value) {
        int borrow = cpu.is(CARRY) ? 0 : 1;
        int binary = cpu.a() - value - borrow;
        int difference = binary;
        if (cpu.is(DECIMAL)) {
            int low = (cpu.a() & 0xf) - (value & 0xf) - borrow;
            difference = (cpu.a() & 0xf0) - (value & 0xf0) + (low < 0 ? ((low - 6) & 0xf) - 0x10 : low);
            difference = difference < 0 ? difference - 0x60 : difference;
        }
        // All flags are those of the binary difference, in decimal mode too.
        cpu.set(OVERFLOW, ((cpu.a() ^ value) & (cpu.a() ^ binary) & 0x80) != 0);
        cpu.set(CARRY, binary >= 0);
        noted(binary);
        cpu.a(difference);
    }

    private void compare(int register, int value) {
        cpu.set(CARRY, register >= value);
        noted(register - value);
    }

    private int shifted(int value, boolean carry) {
        cpu.set(CARRY, carry);
        return noted(value);
    }

    /** The byte, noted in the flags for zero and negative. */
    private int noted(int value) {
        int kept = value & 0xff;
        cpu.set(ZERO, kept == 0);
        cpu.set(NEGATIVE, (kept & 0x80) != 0);
        return kept;
    }
}
