package dev.caraway.server.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.ImageDescriptor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramebufferDiffTest {

    private static final int LINE = 16;

    private final Random random = new Random(7);
    private final DrivenScreen screen = new DrivenScreen(800, 600);

    @Test
    void whatDidNotChangeGivesNoCommand() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        assertThat(screen.update(screen.bounds(), screen.bounds())).isEmpty();
    }

    @Test
    void aByteThatMeansNothingGivesNoCommand() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        for (int i = 0; i < screen.pixels.length; i++) {
            screen.pixels[i] ^= random.nextInt(256) << 24;
        }
        assertThat(screen.update(screen.bounds())).isEmpty();
    }

    @Test
    void damageOfAWholeScreenIsThePixelsThatChanged() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        Rect letter = Rect.ofSize(333, 222, 8, 12);
        screen.noise(letter, random);
        assertThat(boxes(screen.update(screen.bounds()))).containsExactly(letter);
    }

    @Test
    void aScrolledTerminalIsMovedAndItsNewLineIsDrawn() {
        Rect terminal = Rect.ofSize(101, 53, 500, 25 * LINE);
        page(terminal);
        scroll(terminal, LINE);
        List<DrawMessage> drawn = screen.update(terminal);

        assertThat(drawn).hasSize(2);
        CopyBits move = (CopyBits) drawn.get(0);
        assertThat(move.sourcePosition())
                .isEqualTo(new Point(move.base().box().left(), move.base().box().top() + LINE));
        Rect lastLine = Rect.ofSize(terminal.left(), terminal.bottom() - LINE, terminal.width(), LINE);
        assertThat(lastLine.contains(drawn.get(1).base().box())).isTrue();
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    @Test
    void aCursorThatDoesNotScrollIsDrawnAnew() {
        Rect terminal = Rect.ofSize(101, 53, 500, 25 * LINE);
        page(terminal);
        Rect cursor = Rect.ofSize(terminal.left() + 200, terminal.bottom() - LINE, 8, LINE);
        screen.fill(cursor, 0x00ff00);
        screen.update(terminal);
        scroll(terminal, LINE);
        screen.fill(cursor, 0x00ff00);
        screen.fill(cursor.translated(0, -LINE), 0);
        List<DrawMessage> drawn = screen.update(terminal);

        assertThat(drawn).hasSizeLessThan(5).first().isInstanceOf(CopyBits.class);
        assertThat(pixels(drawn.subList(1, drawn.size()))).isLessThan(3L * terminal.width() * LINE);
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    @Test
    void aPageThatScrollsToTheSideIsMoved() {
        Rect page = Rect.ofSize(40, 40, 700, 500);
        page(page);
        screen.move(Rect.ofSize(page.left() + 24, page.top(), page.width() - 24, page.height()), -24, 0);
        screen.noise(Rect.ofSize(page.right() - 24, page.top(), 24, page.height()), random);
        List<DrawMessage> drawn = screen.update(page);

        assertThat(drawn).hasSizeLessThan(4).first().isInstanceOf(CopyBits.class);
        assertThat(pixels(drawn.subList(1, drawn.size()))).isLessThan(50L * page.height());
    }

    @Test
    void aWindowThatIsDraggedIsMovedAndWhatItCoveredIsDrawn() {
        DrivenScreen backdrop = new DrivenScreen(800, 600);
        backdrop.noise(backdrop.bounds(), random);
        DrivenScreen window = new DrivenScreen(300, 200);
        window.fill(window.bounds(), 0xeeeeee);
        for (int y = 10; y < 190; y += LINE) {
            window.write(5, y, DrivenScreen.words(random, 35));
        }
        Rect before = Rect.ofSize(203, 151, 300, 200);
        Rect after = before.translated(-17, 9);
        show(backdrop, window, before);
        screen.update(screen.bounds());
        show(backdrop, window, after);
        List<DrawMessage> drawn = screen.update(before, after);

        assertThat(boxes(drawn)).first().isEqualTo(after);
        assertThat(drawn.get(0)).isInstanceOf(CopyBits.class);
        assertThat(pixels(drawn.subList(1, drawn.size()))).isLessThan(2 * (300 * 9 + 200 * 17));
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    @Test
    void aClearedAreaIsOneFill() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        Rect cleared = Rect.ofSize(77, 99, 401, 307);
        screen.fill(cleared, 0x336699);
        List<DrawMessage> drawn = screen.update(screen.bounds());

        assertThat(boxes(drawn)).containsExactly(cleared);
        assertThat(((DrawFill) drawn.get(0)).brush()).isEqualTo(new SolidBrush(0x336699));
    }

    @Test
    void textOnAClearedPageIsDrawnAfterTheFill() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        Rect page = Rect.ofSize(64, 64, 640, 480);
        screen.fill(page, 0x101010);
        screen.write(100, 200, "ready");
        List<DrawMessage> drawn = screen.update(page);

        assertThat(drawn).hasSize(2);
        assertThat(drawn.get(0)).isInstanceOf(DrawFill.class);
        assertThat(Rect.ofSize(100, 200, 40, LINE).contains(drawn.get(1).base().box()))
                .isTrue();
    }

    @Test
    void aBlinkingCursorIsItsOwnRectangle() {
        Rect cursor = Rect.ofSize(63, 63, 2, 17);
        screen.fill(cursor, 0xffffff);
        List<DrawMessage> drawn = screen.update(screen.bounds());

        assertThat(boxes(drawn)).containsExactly(cursor);
        assertThat(drawn.get(0)).isInstanceOf(DrawFill.class);
    }

    @Test
    void anIconThatComesAgainIsCachedUnderOneId() {
        DrivenScreen icon = new DrivenScreen(48, 48);
        icon.noise(icon.bounds(), random);
        ImageDescriptor first = drawnAt(icon, 10, 10);
        ImageDescriptor second = drawnAt(icon, 300, 20);
        ImageDescriptor third = drawnAt(icon, 211, 333);

        assertThat(first.has(ImageDescriptor.CACHE_ME)).isFalse();
        assertThat(second.has(ImageDescriptor.CACHE_ME)).isTrue();
        assertThat(third).isEqualTo(second);
    }

    @Test
    void twoSmallChangesFarApartAreTwoSmallCommands() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        Rect clock = Rect.ofSize(700, 5, 60, 14);
        Rect letter = Rect.ofSize(50, 500, 8, 14);
        screen.noise(clock, random);
        screen.noise(letter, random);
        assertThat(boxes(screen.update(screen.bounds()))).containsExactlyInAnyOrder(clock, letter);
    }

    @Test
    void theFrameOfAWindowIsSentWithoutWhatIsInside() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        Rect window = Rect.ofSize(70, 50, 600, 450);
        int side = 5;
        screen.noise(Rect.ofSize(window.left(), window.top(), window.width(), side), random);
        screen.noise(Rect.ofSize(window.left(), window.bottom() - side, window.width(), side), random);
        screen.noise(Rect.ofSize(window.left(), window.top(), side, window.height()), random);
        screen.noise(Rect.ofSize(window.right() - side, window.top(), side, window.height()), random);
        List<DrawMessage> drawn = screen.update(window);

        assertThat(drawn).hasSizeLessThan(10);
        assertThat(pixels(drawn)).isLessThan(window.area() / 10);
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    @Test
    void changesEverywhereAreABoundedNumberOfCommands() {
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        for (int i = 0; i < 500; i++) {
            screen.noise(Rect.ofSize(random.nextInt(800), random.nextInt(600), 2, 2), random);
        }
        assertThat(screen.update(screen.bounds())).hasSizeBetween(1, FramebufferDiff.MAX_COMMANDS);
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    @Test
    void aFilmIsOneRectangleThatStaysTheSame() {
        Rect film = Rect.ofSize(37, 51, 320, 240);
        screen.noise(screen.bounds(), random);
        screen.update(screen.bounds());
        screen.noise(film, random);
        screen.update(film);
        for (int i = 0; i < 20; i++) {
            // Now this edge stands still, now that one.
            screen.noise(new Rect(37 + random.nextInt(20), 51 + random.nextInt(20), 330, 280), random);
            List<Rect> drawn = boxes(screen.update(film));
            assertThat(drawn).hasSize(1);
            if (i >= 3) {
                assertThat(drawn).containsExactly(film);
            }
        }
    }

    @Test
    void aPictureOfAHugeScreenIsCutIntoPieces() {
        DrivenScreen huge = new DrivenScreen(4096, 2048);
        huge.noise(huge.bounds(), random);
        List<DrawMessage> drawn = huge.update(huge.bounds());

        assertThat(drawn).hasSize(2);
        assertThat(pixels(drawn)).isEqualTo(4096 * 2048);
        assertThat(huge.firstDifference()).isEqualTo(-1);
    }

    @Test
    void whatNobodySeesIsTheSame() {
        screen.noise(screen.bounds(), random);
        Rect left = Rect.ofSize(3, 5, 90, 70);
        Rect right = Rect.ofSize(500, 400, 300, 200);
        screen.updateUnseen(screen.bounds());
        assertThat(screen.firstDifference()).isEqualTo(-1);
        screen.noise(left, random);
        screen.noise(right, random);
        screen.updateUnseen(left, right);
        assertThat(screen.firstDifference()).isEqualTo(-1);
    }

    private void page(Rect area) {
        screen.noise(screen.bounds(), random);
        screen.fill(area, 0);
        for (int y = area.top(); y < area.bottom(); y += LINE) {
            screen.write(area.left(), y, DrivenScreen.words(random, area.width() / 8));
        }
        screen.update(screen.bounds());
    }

    private void scroll(Rect area, int rows) {
        screen.move(new Rect(area.left(), area.top() + rows, area.right(), area.bottom()), 0, -rows);
        screen.fill(Rect.ofSize(area.left(), area.bottom() - rows, area.width(), rows), 0);
        screen.write(area.left(), area.bottom() - rows, "a new line");
    }

    private void show(DrivenScreen backdrop, DrivenScreen window, Rect place) {
        backdrop.read(backdrop.bounds(), screen.pixels, 0, screen.width);
        window.read(window.bounds(), screen.pixels, place.top() * screen.width + place.left(), screen.width);
    }

    private ImageDescriptor drawnAt(DrivenScreen icon, int x, int y) {
        icon.read(icon.bounds(), screen.pixels, y * screen.width + x, screen.width);
        List<DrawMessage> drawn = screen.update(Rect.ofSize(x, y, icon.width, icon.height));
        assertThat(drawn).hasSize(1);
        return ((DrawCopy) drawn.get(0)).source().descriptor();
    }

    private static List<Rect> boxes(List<DrawMessage> drawn) {
        return drawn.stream().map(each -> each.base().box()).toList();
    }

    private static long pixels(List<DrawMessage> drawn) {
        return drawn.stream().mapToLong(each -> each.base().box().area()).sum();
    }
}
