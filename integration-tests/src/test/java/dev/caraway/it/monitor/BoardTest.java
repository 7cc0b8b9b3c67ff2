package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.geometry.Rect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The machine and its program, without a server. */
class BoardTest {

    private static final int UP = 0x148;
    private static final int DOWN = 0x150;
    private static final int CAPS_LOCK = 0x3a;
    private static final int GROUND = 0x14233a;
    private static final int SNAKE = 0x7fb069;
    private static final int BERRY = 0xca3c25;

    private static final Assembler.Program PROGRAM = Assembler.assemble(BoardGuest.snake());

    private final Board board = new Board(PROGRAM);

    @Test
    void snakeStartsInTheMiddleAndGoesRight() {
        frames(board, 10);
        assertThat(cells(board, SNAKE)).isEqualTo("16,12 ");
        frames(board, 16);
        assertThat(cells(board, SNAKE)).startsWith("16,12 17,12 ").endsWith("18,12 ");
        assertThat(cells(board, BERRY).split(" ")).hasSize(1);
    }

    @Test
    void arrowTurnsTheSnakeButNotBack() {
        frames(board, 10);
        board.key(UP, true);
        board.key(UP, false);
        frames(board, 16);
        assertThat(cells(board, SNAKE)).contains("16,11 ").doesNotContain("17,12 ");
        board.key(DOWN, true);
        frames(board, 8);
        assertThat(cells(board, SNAKE)).contains("16,10 ");
    }

    @Test
    void clickPutsABerryAndEatingItMakesTheSnakeLonger() {
        frames(board, 10);
        int berries = cells(board, BERRY).split(" ").length;
        board.pointer(20 * 8 + 3, 12 * 8 + 5);
        board.button(1, true);
        frames(board, 1);
        board.button(1, false);
        assertThat(cells(board, BERRY)).contains("20,12 ");
        frames(board, 8 * 11);
        assertThat(cells(board, SNAKE).split(" ")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(cells(board, BERRY).split(" ")).hasSize(berries + 1);
    }

    @Test
    void wallEndsTheGameAndAnotherBegins() {
        frames(board, 10);
        board.key(UP, true);
        frames(board, 8 * 14);
        assertThat(cells(board, SNAKE)).startsWith("16,12 ");
    }

    @Test
    void capsLockLightsItsLight() {
        frames(board, 10);
        board.key(CAPS_LOCK, true);
        board.key(CAPS_LOCK, false);
        frames(board, 1);
        assertThat(board.lights()).isEqualTo(4);
    }

    @Test
    void timerInterruptsOnceAFrame() {
        frames(board, 20);
        int ticks = board.memory(PROGRAM.address("ticks"));
        frames(board, 7);
        assertThat(board.memory(PROGRAM.address("ticks"))).isEqualTo(ticks + 7);
    }

    @Test
    void keysThatNobodyTakesDoNotPileUp() throws IOException {
        for (int i = 0; i < 1000; i++) {
            board.key(UP, true);
        }
        assertThat(saved(board).length).isLessThan(Board.PAGES * (Board.PAGE_BYTES + 1) + 64);
    }

    @Test
    void romCannotBeWritten() {
        Assembler.Program program = Assembler.assemble("""
                    .org $f000
            start:  lda #$55
                    sta $f800
                    sta $1000
            stop:   jmp stop
                    .org $fffc
                    .word start
            """);
        Board small = new Board(program);
        frames(small, 1);
        assertThat(small.memory(0xf800)).isZero();
        assertThat(small.memory(0x1000)).isEqualTo(0x55);
    }

    @Test
    void resetBeginsAnew() {
        frames(board, 60);
        board.reset();
        frames(board, 10);
        assertThat(cells(board, SNAKE)).isEqualTo("16,12 ");
    }

    @Test
    void onlyChangedRowsAreReported() {
        frames(board, 10);
        assertThat(board.takeChangedRows()).containsExactly(0, Board.HEIGHT);
        frames(board, 1);
        assertThat(board.takeChangedRows()).isEmpty();
        frames(board, 8);
        assertThat(board.takeChangedRows()).containsExactly(12 * 8, 13 * 8);
    }

    @Test
    void loadedBoardGoesOnAsTheSavedOneWhereverThatIsCut() throws IOException {
        for (int cut = 0; cut < 200; cut += 9) {
            Board source = new Board(PROGRAM);
            play(source, 0, cut);
            Board target = new Board(PROGRAM);
            load(target, saved(source));
            play(source, cut, 260);
            play(target, cut, 260);
            source.saveAnew();
            target.saveAnew();
            assertThat(saved(target)).as("cut at frame %d", cut).isEqualTo(saved(source));
        }
    }

    @Test
    void laterRoundsHoldWhatHasChanged() throws IOException {
        frames(board, 20);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        board.savePages(new DataOutputStream(first));
        frames(board, 30);
        assertThat(board.unsavedPages()).isBetween(3, 40);
        byte[] rest = saved(board);
        assertThat(rest.length).isLessThan(first.size() / 5);
        Board target = new Board(PROGRAM);
        target.loadPages(new DataInputStream(new ByteArrayInputStream(first.toByteArray())));
        load(target, rest);
        board.saveAnew();
        target.saveAnew();
        assertThat(saved(target)).isEqualTo(saved(board));
    }

    @Test
    void statesWithTooMuchInThemAreRefused() throws IOException {
        byte[] state = saved(board);
        byte[] pages = state.clone();
        pages[0] = 2;
        assertThatThrownBy(() -> load(new Board(PROGRAM), pages))
                .isInstanceOf(IOException.class)
                .hasMessage("board pages 512: expected at most 256");
        byte[] keys = state.clone();
        keys[keys.length - 1] = 17;
        assertThatThrownBy(() -> load(new Board(PROGRAM), keys))
                .isInstanceOf(IOException.class)
                .hasMessage("board keys 17: expected at most 16");
        for (int length = 0; length < state.length; length += length < 600 ? 1 : 997) {
            byte[] cutOff = Arrays.copyOf(state, length);
            assertThatThrownBy(() -> load(new Board(PROGRAM), cutOff)).isInstanceOf(IOException.class);
        }
    }

    /** Frames with something to react to in them. */
    private static void play(Board played, int from, int to) {
        for (int frame = from; frame < to; frame++) {
            switch (frame % 40) {
                case 13 -> played.key(UP, true);
                case 14 -> played.key(UP, false);
                case 20 -> {
                    played.pointer(frame, 100);
                    played.button(1, true);
                }
                case 21 -> played.button(1, false);
                case 29 -> played.key(0x14b, true);
                default -> {}
            }
            played.frame();
        }
    }

    private static void frames(Board played, int count) {
        for (int i = 0; i < count; i++) {
            played.frame();
        }
    }

    private static byte[] saved(Board saved) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(state);
        saved.savePages(out);
        saved.saveDevices(out);
        return state.toByteArray();
    }

    private static void load(Board target, byte[] state) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
        target.loadPages(in);
        target.loadDevices(in);
    }

    /** The cells of a colour, from left to right and then down. */
    private static String cells(Board seen, int colour) {
        int[] pixels = new int[Board.WIDTH * Board.HEIGHT];
        seen.read(Rect.ofSize(0, 0, Board.WIDTH, Board.HEIGHT), pixels, 0, Board.WIDTH);
        assertThat(pixels).contains(GROUND);
        StringBuilder cells = new StringBuilder();
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 32; x++) {
                if (pixels[(y * 8 + 7) * Board.WIDTH + x * 8 + 7] == colour) {
                    cells.append(x).append(',').append(y).append(' ');
                }
            }
        }
        return cells.toString();
    }
}
