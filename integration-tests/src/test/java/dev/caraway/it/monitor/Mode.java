package dev.caraway.it.monitor;

/** How an instruction of the 6502 finds its operand, and how many bytes of operand it has. */
enum Mode {
    IMPLIED(0),
    ACCUMULATOR(0),
    IMMEDIATE(1),
    ZERO_PAGE(1),
    ZERO_PAGE_X(1),
    ZERO_PAGE_Y(1),
    ABSOLUTE(2),
    ABSOLUTE_X(2),
    ABSOLUTE_Y(2),
    INDIRECT(2),
    INDEXED_INDIRECT(1),
    INDIRECT_INDEXED(1),
    RELATIVE(1);

    private final int operandBytes;

    Mode(int operandBytes) {
        this.operandBytes = operandBytes;
    }

    int operandBytes() {
        return operandBytes;
    }
}
