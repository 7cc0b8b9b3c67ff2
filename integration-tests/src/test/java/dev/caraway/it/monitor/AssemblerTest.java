package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AssemblerTest {

    @Test
    void linesBecomeTheBytesOfTheDataSheet() {
        assertBytes("lda #$12", "a912");
        assertBytes("lda $12", "a512");
        assertBytes("lda $0012", "a512");
        assertBytes("lda $1234", "ad3412");
        assertBytes("lda $12,x", "b512");
        assertBytes("lda $12,y", "b91200");
        assertBytes("ldx $12,y", "b612");
        assertBytes("lda ($12,x)", "a112");
        assertBytes("lda ($12),y", "b112");
        assertBytes("jmp ($1234)", "6c3412");
        assertBytes("jmp $12", "4c1200");
        assertBytes("ASL", "0a");
        assertBytes("asl a", "0a");
        assertBytes("asl $12", "0612");
        assertBytes("loop: bne loop", "d0fe");
        assertBytes("bne *+4", "d002");
        assertBytes(".byte 1, 2+3, <$1234, >$1234", "01053412");
        assertBytes(".word $1234, 5", "34120500");
    }

    @Test
    void namesMayBeUsedBeforeTheyAreDefined() {
        Assembler.Program program = Assembler.assemble("""
                    .org $c000      ; a comment
            start:  lda #<text
                    ldx #>text
                    jmp end
            text:   .byte 1
            end     = *+2
            """);
        assertThat(program.origin()).isEqualTo(0xc000);
        assertThat(HexFormat.of().formatHex(program.bytes().toArray())).isEqualTo("a907a2c04c0ac001");
        assertThat(program.address("text")).isEqualTo(0xc007);
        assertThat(program.address("end")).isEqualTo(0xc00a);
    }

    @Test
    void mistakesAreToldWithTheirLine() {
        assertWrong("nop\nfoo #1", "line 2: expected an instruction, got FOO");
        assertWrong("lda #256", "line 1: expected a byte, got 256");
        assertWrong("sta #1", "line 1: STA: expected another operand than IMMEDIATE");
        assertWrong("lda missing", "line 1: expected a name that is defined, got missing");
        assertWrong("lda 1+", "line 1: expected a value, got '1+'");
        assertWrong("a1:\na1:", "line 2: a1: expected to be defined once");
        assertWrong("bne far\n.org 1000\nfar:", "line 1: expected a place within 128 bytes, got one 998 away");
        assertWrong(
                "lda late\nmark:\nlate = 5",
                "line 2: mark: expected to stay where it is; names of page zero stand before what uses them");
    }

    private static void assertBytes(String line, String hex) {
        assertThat(HexFormat.of().formatHex(Assembler.assemble(line).bytes().toArray()))
                .as(line)
                .isEqualTo(hex);
    }

    private static void assertWrong(String source, String message) {
        assertThatThrownBy(() -> Assembler.assemble(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
