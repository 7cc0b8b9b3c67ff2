package dev.caraway.it.monitor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An instruction of the 6502, with its operand's mode.
 *
 * @param code the byte that stands for it, 0 to 255
 * @param cycles it takes, without those of {@code crossing}
 * @param crossing whether it takes one more where the index carries into the next page of 256 bytes
 */
record Instruction(String name, Mode mode, int code, int cycles, boolean crossing) {

    /** The modes in the order of the columns of {@link #TABLE}. */
    private static final Mode[] COLUMNS = {
        Mode.IMMEDIATE,
        Mode.ZERO_PAGE,
        Mode.ZERO_PAGE_X,
        Mode.ZERO_PAGE_Y,
        Mode.ABSOLUTE,
        Mode.ABSOLUTE_X,
        Mode.ABSOLUTE_Y,
        Mode.INDEXED_INDIRECT,
        Mode.INDIRECT_INDEXED,
        Mode.ACCUMULATOR,
        Mode.IMPLIED,
        Mode.RELATIVE,
        Mode.INDIRECT
    };

    /** The code in hexadecimal and the cycles, with a plus where a page may be crossed; from MOS's data sheet. */
    private static final String TABLE = """
        name  #    zp   zp,x zp,y abs  abs,x abs,y (z,x) (z),y A    -    rel  (abs)
        ADC   69/2 65/3 75/4 -    6D/4 7D/4+ 79/4+ 61/6  71/5+ -    -    -    -
        AND   29/2 25/3 35/4 -    2D/4 3D/4+ 39/4+ 21/6  31/5+ -    -    -    -
        ASL   -    06/5 16/6 -    0E/6 1E/7  -     -     -     0A/2 -    -    -
        BCC   -    -    -    -    -    -     -     -     -     -    -    90/2 -
        BCS   -    -    -    -    -    -     -     -     -     -    -    B0/2 -
        BEQ   -    -    -    -    -    -     -     -     -     -    -    F0/2 -
        BIT   -    24/3 -    -    2C/4 -     -     -     -     -    -    -    -
        BMI   -    -    -    -    -    -     -     -     -     -    -    30/2 -
        BNE   -    -    -    -    -    -     -     -     -     -    -    D0/2 -
        BPL   -    -    -    -    -    -     -     -     -     -    -    10/2 -
        BRK   -    -    -    -    -    -     -     -     -     -    00/7 -    -
        BVC   -    -    -    -    -    -     -     -     -     -    -    50/2 -
        BVS   -    -    -    -    -    -     -     -     -     -    -    70/2 -
        CLC   -    -    -    -    -    -     -     -     -     -    18/2 -    -
        CLD   -    -    -    -    -    -     -     -     -     -    D8/2 -    -
        CLI   -    -    -    -    -    -     -     -     -     -    58/2 -    -
        CLV   -    -    -    -    -    -     -     -     -     -    B8/2 -    -
        CMP   C9/2 C5/3 D5/4 -    CD/4 DD/4+ D9/4+ C1/6  D1/5+ -    -    -    -
        CPX   E0/2 E4/3 -    -    EC/4 -     -     -     -     -    -    -    -
        CPY   C0/2 C4/3 -    -    CC/4 -     -     -     -     -    -    -    -
        DEC   -    C6/5 D6/6 -    CE/6 DE/7  -     -     -     -    -    -    -
        DEX   -    -    -    -    -    -     -     -     -     -    CA/2 -    -
        DEY   -    -    -    -    -    -     -     -     -     -    88/2 -    -
        EOR   49/2 45/3 55/4 -    4D/4 5D/4+ 59/4+ 41/6  51/5+ -    -    -    -
        INC   -    E6/5 F6/6 -    EE/6 FE/7  -     -     -     -    -    -    -
        INX   -    -    -    -    -    -     -     -     -     -    E8/2 -    -
        INY   -    -    -    -    -    -     -     -     -     -    C8/2 -    -
        JMP   -    -    -    -    4C/3 -     -     -     -     -    -    -    6C/5
        JSR   -    -    -    -    20/6 -     -     -     -     -    -    -    -
        LDA   A9/2 A5/3 B5/4 -    AD/4 BD/4+ B9/4+ A1/6  B1/5+ -    -    -    -
        LDX   A2/2 A6/3 -    B6/4 AE/4 -     BE/4+ -     -     -    -    -    -
        LDY   A0/2 A4/3 B4/4 -    AC/4 BC/4+ -     -     -     -    -    -    -
        LSR   -    46/5 56/6 -    4E/6 5E/7  -     -     -     4A/2 -    -    -
        NOP   -    -    -    -    -    -     -     -     -     -    EA/2 -    -
        ORA   09/2 05/3 15/4 -    0D/4 1D/4+ 19/4+ 01/6  11/5+ -    -    -    -
        PHA   -    -    -    -    -    -     -     -     -     -    48/3 -    -
        PHP   -    -    -    -    -    -     -     -     -     -    08/3 -    -
        PLA   -    -    -    -    -    -     -     -     -     -    68/4 -    -
        PLP   -    -    -    -    -    -     -     -     -     -    28/4 -    -
        ROL   -    26/5 36/6 -    2E/6 3E/7  -     -     -     2A/2 -    -    -
        ROR   -    66/5 76/6 -    6E/6 7E/7  -     -     -     6A/2 -    -    -
        RTI   -    -    -    -    -    -     -     -     -     -    40/6 -    -
        RTS   -    -    -    -    -    -     -     -     -     -    60/6 -    -
        SBC   E9/2 E5/3 F5/4 -    ED/4 FD/4+ F9/4+ E1/6  F1/5+ -    -    -    -
        SEC   -    -    -    -    -    -     -     -     -     -    38/2 -    -
        SED   -    -    -    -    -    -     -     -     -     -    F8/2 -    -
        SEI   -    -    -    -    -    -     -     -     -     -    78/2 -    -
        STA   -    85/3 95/4 -    8D/4 9D/5  99/5  81/6  91/6  -    -    -    -
        STX   -    86/3 -    96/4 8E/4 -     -     -     -     -    -    -    -
        STY   -    84/3 94/4 -    8C/4 -     -     -     -     -    -    -    -
        TAX   -    -    -    -    -    -     -     -     -     -    AA/2 -    -
        TAY   -    -    -    -    -    -     -     -     -     -    A8/2 -    -
        TSX   -    -    -    -    -    -     -     -     -     -    BA/2 -    -
        TXA   -    -    -    -    -    -     -     -     -     -    8A/2 -    -
        TXS   -    -    -    -    -    -     -     -     -     -    9A/2 -    -
        TYA   -    -    -    -    -    -     -     -     -     -    98/2 -    -
        """;

    private static final Instruction[] BY_CODE = new Instruction[256];
    private static final Map<String, Map<Mode, Instruction>> BY_NAME = new TreeMap<>();

    static {
        TABLE.lines().skip(1).forEach(Instruction::readRow);
    }

    private static void readRow(String row) {
        String[] cells = row.split(" +", -1);
        for (int i = 0; i < COLUMNS.length; i++) {
            String cell = cells[i + 1];
            if (!cell.equals("-")) {
                Instruction read = new Instruction(
                        cells[0],
                        COLUMNS[i],
                        Integer.parseInt(cell.substring(0, 2), 16),
                        cell.charAt(3) - '0',
                        cell.endsWith("+"));
                BY_CODE[read.code] = read;
                BY_NAME.computeIfAbsent(read.name, name -> new EnumMap<>(Mode.class))
                        .put(read.mode, read);
            }
        }
    }

    /** The documented instruction with this code. */
    static Optional<Instruction> of(int code) {
        return Optional.ofNullable(BY_CODE[code]);
    }

    /** The instruction with this name and mode. */
    static Optional<Instruction> of(String name, Mode mode) {
        return Optional.ofNullable(BY_NAME.getOrDefault(name, Map.of()).get(mode));
    }

    static boolean isName(String name) {
        return BY_NAME.containsKey(name);
    }
}
