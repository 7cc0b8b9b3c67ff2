package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A 6502, by what is known of it. */
class ProcessorTest {

    private static final int START = 0x412;

    private final int[] memory = new int[0x10000];
    private final Processor cpu = new Processor(new Processor.Bus() {
        @Override
        public int read(int address) {
            return memory[address];
        }

        @Override
        public void write(int address, int value) {
            memory[address] = value;
        }
    });

    @Test
    void thereAreTheDocumentedInstructionsAndNoOthers() {
        Set<String> names = new HashSet<>();
        long count = IntStream.range(0, 256)
                .mapToObj(Instruction::of)
                .flatMap(found -> found.stream())
                .peek(found -> names.add(found.name()))
                .count();
        assertThat(count).isEqualTo(151);
        assertThat(names).hasSize(56);
        // The columns of the chip's own table end in 3, 7, B and F for nothing documented.
        assertThat(IntStream.range(0, 256).filter(code -> code % 4 == 3).mapToObj(Instruction::of))
                .allMatch(found -> found.isEmpty());
    }

    @Test
    void binarySumsAndDifferencesAreThoseOfArithmetic() {
        for (int carry = 0; carry < 2; carry++) {
            for (int a = 0; a < 256; a++) {
                for (int b = 0; b < 256; b++) {
                    int signedSum = (byte) a + (byte) b + carry;
                    calculate(0x69, a, b, carry, 0);
                    assertResult(a + b + carry, a + b + carry > 255, signedSum != (byte) signedSum);
                    int signedDifference = (byte) a - (byte) b - 1 + carry;
                    calculate(0xe9, a, b, carry, 0);
                    assertResult(
                            a - b - 1 + carry, a - b - 1 + carry >= 0, signedDifference != (byte) signedDifference);
                }
            }
        }
    }

    @Test
    void decimalSumsAndDifferencesAreThoseOfArithmetic() {
        for (int carry = 0; carry < 2; carry++) {
            for (int a = 0; a < 100; a++) {
                for (int b = 0; b < 100; b++) {
                    int sum = a + b + carry;
                    calculate(0x69, decimal(a), decimal(b), carry, Processor.DECIMAL);
                    assertThat(cpu.a()).isEqualTo(decimal(sum % 100));
                    assertThat(cpu.is(Processor.CARRY)).isEqualTo(sum > 99);
                    // The chip finds out whether it is zero before it makes it decimal.
                    assertThat(cpu.is(Processor.ZERO)).isEqualTo((decimal(a) + decimal(b) + carry) % 256 == 0);
                    int difference = a - b - 1 + carry;
                    calculate(0xe9, decimal(a), decimal(b), carry, Processor.DECIMAL);
                    assertThat(cpu.a()).isEqualTo(decimal(Math.floorMod(difference, 100)));
                    assertThat(cpu.is(Processor.CARRY)).isEqualTo(difference >= 0);
                }
            }
        }
    }

    @Test
    void comparisonsTellWhichIsLarger() {
        int[] compares = {0xc9, 0xe0, 0xc0};
        for (int code : compares) {
            for (int a = 0; a < 256; a++) {
                for (int b = 0; b < 256; b++) {
                    cpu.x(a);
                    cpu.y(a);
                    calculate(code, a, b, 0, 0);
                    assertThat(cpu.is(Processor.CARRY)).isEqualTo(a >= b);
                    assertThat(cpu.is(Processor.ZERO)).isEqualTo(a == b);
                    assertThat(cpu.is(Processor.NEGATIVE)).isEqualTo(((a - b) & 0x80) != 0);
                }
            }
        }
    }

    @Test
    void shiftsAndRotationsMoveEveryBit() {
        for (int a = 0; a < 256; a++) {
            for (int carry = 0; carry < 2; carry++) {
                assertShift(0x0a, a, carry, a << 1 & 0xff, a >> 7);
                assertShift(0x4a, a, carry, a >> 1, a & 1);
                assertShift(0x2a, a, carry, (a << 1 | carry) & 0xff, a >> 7);
                assertShift(0x6a, a, carry, a >> 1 | carry << 7, a & 1);
            }
        }
    }

    /** The check value that every description of CRC-32 gives for these nine characters. */
    @Test
    void programThatComputesACheckSumGetsTheKnownOne() {
        run("""
            crc = $10
                    ldx #3
                    lda #$ff
            ones:   sta crc,x
                    dex
                    bpl ones
                    ldy #0
            next:   lda text,y
                    beq last
                    eor crc
                    sta crc
                    ldx #8
            bit:    lsr crc+3
                    ror crc+2
                    ror crc+1
                    ror crc
                    bcc zero
                    lda crc
                    eor #$20
                    sta crc
                    lda crc+1
                    eor #$83
                    sta crc+1
                    lda crc+2
                    eor #$b8
                    sta crc+2
                    lda crc+3
                    eor #$ed
                    sta crc+3
            zero:   dex
                    bne bit
                    iny
                    bne next
            last:   ldx #3
            invert: lda crc,x
                    eor #$ff
                    sta crc,x
                    dex
                    bpl invert
                    brk
            text:   .byte $31, $32, $33, $34, $35, $36, $37, $38, $39, 0
            """);
        assertThat(Arrays.copyOfRange(memory, 0x10, 0x14)).containsExactly(0x26, 0x39, 0xf4, 0xcb);
    }

    @Test
    void programThatSievesFindsThePrimes() {
        run("""
            sieve = $0300
                    lda #0
                    tax
            clear:  sta sieve,x
                    inx
                    bne clear
                    ldx #2
            next:   lda sieve,x
                    bne no
                    inc $12
                    stx $10
                    txa
            mark:   clc
                    adc $10
                    bcs no
                    tay
                    lda #1
                    sta sieve,y
                    tya
                    jmp mark
            no:     inx
                    bne next
                    brk
            """);
        // There are 54 below 256, the last of which is 251.
        assertThat(memory[0x12]).isEqualTo(54);
        assertThat(memory[0x10]).isEqualTo(251);
    }

    @Test
    void subroutinesReturnAndTheStackGrowsDown() {
        run("""
                    ldx #$f0
                    txs
                    lda #$77
                    jsr outer
                    sta $20
                    tsx
                    stx $21
                    brk
            outer:  pha
                    php
                    jsr inner
                    plp
                    pla
                    rts
            inner:  tsx
                    stx $22
                    lda #0
                    rts
            """);
        assertThat(memory[0x20]).isEqualTo(0x77);
        assertThat(memory[0x21]).isEqualTo(0xf0);
        // Two addresses and two bytes lie on it in there.
        assertThat(memory[0x22]).isEqualTo(0xf0 - 6);
    }

    @Test
    void everyModeFindsItsOperand() {
        memory[0x30] = 0x11;
        memory[0x35] = 0x22;
        memory[0x1234] = 0x33;
        memory[0x1239] = 0x44;
        memory[0x40] = 0x34;
        memory[0x41] = 0x12;
        memory[0x45] = 0x39;
        memory[0x46] = 0x12;
        run("""
                    ldx #5
                    ldy #5
                    lda $30
                    sta $50
                    lda $30,x
                    sta $51
                    lda $1234
                    sta $52
                    lda $1234,x
                    sta $53
                    lda $1234,y
                    sta $54
                    lda ($40,x)
                    sta $55
                    lda ($40),y
                    sta $56
                    ldx $30,y
                    stx $57
                    lda $fff0+$45   ; the sum is taken in 16 bits: $35
                    sta $58
                    ldx #$ff
                    lda $36,x       ; in page zero an index carries nowhere
                    sta $59
                    brk
            """);
        assertThat(Arrays.copyOfRange(memory, 0x50, 0x5a))
                .containsExactly(0x11, 0x22, 0x33, 0x44, 0x44, 0x44, 0x44, 0x22, 0x22, 0x22);
    }

    @Test
    void jumpThroughTheEndOfAPageReadsItsBeginning() {
        memory[0x10ff] = 0x00;
        memory[0x1000] = 0x20;
        memory[0x1100] = 0x30;
        put(0x6c, 0xff, 0x10);
        cpu.step();
        assertThat(cpu.counter()).isEqualTo(0x2000);
    }

    @Test
    void cyclesAreThoseOfTheDataSheet() {
        cpu.x(1);
        cpu.y(1);
        assertThat(cycles(0xbd, 0x00, 0x10)).isEqualTo(4);
        assertThat(cycles(0xbd, 0xff, 0x10)).as("into the next page").isEqualTo(5);
        assertThat(cycles(0x9d, 0xff, 0x10)).as("a store takes its time anyway").isEqualTo(5);
        assertThat(cycles(0xfe, 0x00, 0x10)).isEqualTo(7);
        cpu.set(Processor.ZERO, false);
        assertThat(cycles(0xf0, 0x10)).as("not taken").isEqualTo(2);
        assertThat(cycles(0xd0, 0x10)).as("taken").isEqualTo(3);
        assertThat(cycles(0xd0, 0x80)).as("taken into another page").isEqualTo(4);
        assertThat(cycles(0x20, 0x00, 0x10)).isEqualTo(6);
    }

    @Test
    void interruptIsTakenWhenTheProgramWantsItAndReturnsToIt() {
        memory[0xfffe] = 0x00;
        memory[0xffff] = 0x20;
        memory[0x2000] = 0x40;
        put(0x58, 0xea);
        assertThat(cpu.interrupt()).as("not wanted").isZero();
        cpu.step();
        cpu.set(Processor.CARRY, true);
        assertThat(cpu.interrupt()).isEqualTo(7);
        assertThat(cpu.counter()).isEqualTo(0x2000);
        assertThat(cpu.is(Processor.NO_INTERRUPTS)).isTrue();
        assertThat(memory[0x100 + cpu.stackPointer() + 1] & Processor.BREAK).isZero();
        cpu.set(Processor.CARRY, false);
        cpu.step();
        assertThat(cpu.counter()).isEqualTo(START + 1);
        assertThat(cpu.is(Processor.CARRY)).isTrue();
        assertThat(cpu.is(Processor.NO_INTERRUPTS)).isFalse();
    }

    @Test
    void breakSavesItsFlagAndSkipsAByte() {
        memory[0xfffe] = 0x00;
        memory[0xffff] = 0x20;
        put(0x00, 0xee);
        cpu.step();
        int top = 0x100 + cpu.stackPointer();
        assertThat(memory[top + 1] & (Processor.BREAK | Processor.ALWAYS)).isEqualTo(0x30);
        assertThat(memory[top + 2] | memory[top + 3] << 8).isEqualTo(START + 2);
    }

    @Test
    void bitTellsTheUpperTwoBits() {
        memory[0x10] = 0xc0;
        put(0x24, 0x10);
        cpu.a(0x3f);
        cpu.step();
        assertThat(cpu.is(Processor.ZERO)).isTrue();
        assertThat(cpu.is(Processor.NEGATIVE)).isTrue();
        assertThat(cpu.is(Processor.OVERFLOW)).isTrue();
    }

    @Test
    void undocumentedCodesDoNothing() {
        put(0x02, 0xea);
        cpu.a(5);
        assertThat(cpu.step()).isEqualTo(2);
        assertThat(cpu.counter()).isEqualTo(START + 1);
        assertThat(cpu.a()).isEqualTo(5);
    }

    private static int decimal(int value) {
        return ((value / 10) << 4) | (value % 10);
    }

    private void put(int... code) {
        System.arraycopy(code, 0, memory, START, code.length);
        memory[0xfffc] = START & 0xff;
        memory[0xfffd] = START >> 8;
        cpu.reset();
    }

    /** Keeps the index registers. */
    private int cycles(int... code) {
        put(code);
        return cpu.step();
    }

    private void calculate(int code, int a, int b, int carry, int flags) {
        memory[START] = code;
        memory[START + 1] = b;
        cpu.counter(START);
        cpu.flags(flags | carry);
        cpu.a(a);
        cpu.step();
    }

    private void assertResult(int result, boolean carry, boolean overflow) {
        // Plain comparisons: there are a quarter of a million of them.
        int expected = (carry ? Processor.CARRY : 0)
                | (overflow ? Processor.OVERFLOW : 0)
                | ((result & 0xff) == 0 ? Processor.ZERO : 0)
                | (result & Processor.NEGATIVE);
        if (cpu.a() != (result & 0xff) || (cpu.flags() & ~Processor.ALWAYS) != expected) {
            throw new AssertionError("expected " + (result & 0xff) + " with flags " + expected + ", got " + cpu.a()
                    + " with " + cpu.flags());
        }
    }

    private void assertShift(int code, int a, int carry, int result, int carryOut) {
        calculate(code, a, 0, carry, 0);
        assertThat(cpu.a()).isEqualTo(result);
        assertThat(cpu.is(Processor.CARRY)).isEqualTo(carryOut == 1);
        assertThat(cpu.is(Processor.ZERO)).isEqualTo(result == 0);
        assertThat(cpu.is(Processor.NEGATIVE)).isEqualTo(result > 127);
    }

    /** Runs a program to its first BRK. */
    private void run(String source) {
        Assembler.Program program = Assembler.assemble(".org " + START + "\n" + source);
        int[] code = new int[program.bytes().length()];
        Arrays.setAll(code, i -> program.bytes().at(i) & 0xff);
        put(code);
        for (int steps = 0; memory[cpu.counter()] != 0; steps++) {
            assertThat(steps).as("instructions").isLessThan(100_000);
            cpu.step();
        }
    }
}
