package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> WORDS =
            List.of("port", "tls-port", "addr", "password", "password-file", "x509-dir");

    @ParameterizedTest
    @CsvSource({"prot,port", "tlsport,tls-port", "adr,addr", "passwrod,password", "password_file,password-file"})
    void wordWithATypingMistakeIsRecognised(String misspelt, String meant) {
        assertThat(Nearest.to(misspelt, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "p", "''", "x5", "listen"})
    void anotherWordIsNotGuessed(String other) {
        assertThat(Nearest.to(other, WORDS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "'',ab,2", "ab,ba,1", "abc,abc,0", "kitten,sitting,3"})
    void mistakesAreCounted(String from, String to, int mistakes) {
        assertThat(Nearest.distance(from, to)).isEqualTo(mistakes);
        assertThat(Nearest.distance(to, from)).isEqualTo(mistakes);
    }

    @Test
    void hintNamesTheGuessOrElseEveryWord() {
        assertThat(Nearest.hint("prot", WORDS, "spice")).isEqualTo("expected port? see --help spice");
        assertThat(Nearest.hint("colour", List.of("port", "addr"), "spice")).isEqualTo("expected one of port, addr");
    }
}
