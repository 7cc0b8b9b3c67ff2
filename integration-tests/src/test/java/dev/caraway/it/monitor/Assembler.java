package dev.caraway.it.monitor;

import dev.caraway.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a program for the 6502 into bytes, in two passes.
 *
 * <p>A line is {@code label: instruction ; comment}, each part optional. There are {@code name = value}, {@code .org ADDRESS},
 * {@code .byte V, V} and {@code .word V, V}. A value is a sum or difference of names and numbers, {@code $} for hexadecimal,
 * {@code *} for the address of the line; {@code <} and {@code >} in front of it take its low and high byte. A value written
 * before its name is defined counts as one of 16 bits.
 */
final class Assembler {

    private static final int SIZE = 0x10000;
    private static final Pattern LINE =
            Pattern.compile("(?:([A-Za-z_]\\w*):)?\\s*(?:(\\.?[A-Za-z_]\\w*)(?:\\s+|(?=$|=)))?(.*)");
    private static final Pattern TERM = Pattern.compile("([+-]?)\\s*(\\$[0-9A-Fa-f]+|[0-9]+|[A-Za-z_]\\w*|\\*)\\s*");

    private final List<String> lines;
    private final Map<String, Integer> names = new TreeMap<>();
    private final byte[] bytes = new byte[SIZE];
    private int first = SIZE;
    private int end;
    private int address;
    private boolean isLastPass;
    private int lineNumber;

    /**
     * A program.
     *
     * @param origin the address of its first byte
     */
    record Program(int origin, Bytes bytes, Map<String, Integer> names) {

        int address(String name) {
            Integer found = names.get(name);
            if (found == null) {
                throw new IllegalArgumentException(name + ": expected a name of the program");
            }
            return found;
        }
    }

    private Assembler(String source) {
        lines = source.lines().toList();
    }

    /** @throws IllegalArgumentException with the line, if it is none of this language */
    static Program assemble(String source) {
        Assembler assembler = new Assembler(source);
        assembler.pass();
        assembler.isLastPass = true;
        assembler.pass();
        return new Program(
                assembler.first,
                Bytes.wrap(
                        Arrays.copyOfRange(assembler.bytes, Math.min(assembler.first, assembler.end), assembler.end)),
                Map.copyOf(assembler.names));
    }

    private void pass() {
        address = 0;
        lineNumber = 0;
        for (String line : lines) {
            lineNumber++;
            String code = line.replaceFirst(";.*", "").strip();
            if (!code.isEmpty()) {
                line(code);
            }
        }
    }

    private void line(String code) {
        Matcher parts = LINE.matcher(code);
        if (!parts.matches()) {
            throw wrong("expected a label, an instruction or a comment");
        }
        if (parts.group(1) != null) {
            define(parts.group(1), address);
        }
        String word = parts.group(2);
        String operand = parts.group(3).strip();
        if (word == null) {
            if (!operand.isEmpty()) {
                throw wrong("expected an instruction, got " + operand);
            }
        } else if (operand.startsWith("=")) {
            define(word, value(operand.substring(1)));
        } else {
            switch (word) {
                case ".org" -> address = value(operand);
                case ".byte" -> values(operand).forEach(this::put);
                case ".word" ->
                    values(operand).forEach(value -> {
                        put(value & 0xff);
                        put(value >> 8);
                    });
                default -> instruction(word.toUpperCase(Locale.ROOT), operand);
            }
        }
    }

    private void instruction(String name, String operand) {
        if (!Instruction.isName(name)) {
            throw wrong("expected an instruction, got " + name);
        }
        if (Instruction.of(name, Mode.RELATIVE).isPresent()) {
            int distance = value(operand) - (address + 2);
            if (isLastPass && distance != (byte) distance) {
                throw wrong("expected a place within 128 bytes, got one " + distance + " away");
            }
            put(find(name, Mode.RELATIVE).code());
            put(distance & 0xff);
        } else if (operand.isEmpty()) {
            put(Instruction.of(name, Mode.IMPLIED)
                    .orElseGet(() -> find(name, Mode.ACCUMULATOR))
                    .code());
        } else if (operand.equalsIgnoreCase("a")) {
            put(find(name, Mode.ACCUMULATOR).code());
        } else {
            addressed(name, operand);
        }
    }

    /** An operand by its shape: what is left of it is a value. */
    private void addressed(String name, String operand) {
        String shape = operand.toLowerCase(Locale.ROOT).replace(" ", "");
        if (shape.startsWith("#")) {
            put(name, Mode.IMMEDIATE, value(operand.substring(1)));
        } else if (shape.startsWith("(") && shape.endsWith(",x)")) {
            put(name, Mode.INDEXED_INDIRECT, value(operand.substring(1, operand.lastIndexOf(','))));
        } else if (shape.startsWith("(") && shape.endsWith("),y")) {
            put(name, Mode.INDIRECT_INDEXED, value(operand.substring(1, operand.lastIndexOf(')'))));
        } else if (shape.startsWith("(")) {
            put(name, Mode.INDIRECT, value(operand.substring(1, operand.lastIndexOf(')'))));
        } else if (shape.endsWith(",x")) {
            shortest(name, Mode.ZERO_PAGE_X, Mode.ABSOLUTE_X, operand.substring(0, operand.lastIndexOf(',')));
        } else if (shape.endsWith(",y")) {
            shortest(name, Mode.ZERO_PAGE_Y, Mode.ABSOLUTE_Y, operand.substring(0, operand.lastIndexOf(',')));
        } else {
            shortest(name, Mode.ZERO_PAGE, Mode.ABSOLUTE, operand);
        }
    }

    private void shortest(String name, Mode zeroPage, Mode absolute, String text) {
        int value = value(text);
        Optional<Instruction> small = Instruction.of(name, zeroPage);
        put(name, small.isPresent() && value < 0x100 ? zeroPage : absolute, value);
    }

    private void put(String name, Mode mode, int value) {
        put(find(name, mode).code());
        put(value & 0xff);
        if (mode.operandBytes() == 2) {
            put(value >> 8 & 0xff);
        } else if (isLastPass && value > 0xff) {
            throw wrong("expected a byte, got " + value);
        }
    }

    private Instruction find(String name, Mode mode) {
        return Instruction.of(name, mode).orElseThrow(() -> wrong(name + ": expected another operand than " + mode));
    }

    private List<Integer> values(String text) {
        List<Integer> values = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            values.add(value(each));
        }
        return values;
    }

    private int value(String text) {
        String sum = text.strip();
        if (sum.startsWith("<")) {
            return value(sum.substring(1)) & 0xff;
        }
        if (sum.startsWith(">")) {
            return value(sum.substring(1)) >> 8 & 0xff;
        }
        Matcher terms = TERM.matcher(sum);
        int total = 0;
        int read = 0;
        while (terms.lookingAt()) {
            int term = term(terms.group(2));
            total += terms.group(1).equals("-") ? -term : term;
            read = terms.end();
            terms.region(read, sum.length());
        }
        if (read != sum.length() || sum.isEmpty()) {
            throw wrong("expected a value, got '" + sum + "'");
        }
        return total & 0xffff;
    }

    private int term(String text) {
        if (text.equals("*")) {
            return address;
        }
        if (text.startsWith("$")) {
            return Integer.parseInt(text.substring(1), 16);
        }
        if (Character.isDigit(text.charAt(0))) {
            return Integer.parseInt(text);
        }
        Integer known = names.get(text);
        if (known == null && isLastPass) {
            throw wrong("expected a name that is defined, got " + text);
        }
        // As large as any, so that both passes choose instructions of the same length.
        return known == null ? 0xffff : known;
    }

    private void define(String name, int value) {
        if (isLastPass) {
            if (value != names.getOrDefault(name, -1)) {
                throw wrong(name + ": expected to stay where it is; names of page zero stand before what uses them");
            }
        } else if (names.put(name, value) != null) {
            throw wrong(name + ": expected to be defined once");
        }
    }

    private void put(int value) {
        if (address >= SIZE) {
            throw wrong("expected an address below " + SIZE);
        }
        bytes[address] = (byte) value;
        first = Math.min(first, address);
        address++;
        end = Math.max(end, address);
    }

    private IllegalArgumentException wrong(String expectation) {
        return new IllegalArgumentException("line " + lineNumber + ": " + expectation);
    }
}
