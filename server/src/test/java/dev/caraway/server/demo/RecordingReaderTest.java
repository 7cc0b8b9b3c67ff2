package dev.caraway.server.demo;

import static dev.caraway.server.demo.WrittenRecording.BIT_IMAGE;
import static dev.caraway.server.demo.WrittenRecording.COPY_OF_IMAGE;
import static dev.caraway.server.demo.WrittenRecording.HEADER;
import static dev.caraway.server.demo.WrittenRecording.IMAGE;
import static dev.caraway.server.demo.WrittenRecording.NO_IMAGE;
import static dev.caraway.server.demo.WrittenRecording.NO_MASK;
import static dev.caraway.server.demo.WrittenRecording.PRIMARY;
import static dev.caraway.server.demo.WrittenRecording.SOLID;
import static dev.caraway.server.demo.WrittenRecording.SURFACE_IMAGE;
import static dev.caraway.server.demo.WrittenRecording.blob;
import static dev.caraway.server.demo.WrittenRecording.bytes;
import static dev.caraway.server.demo.WrittenRecording.compressedBlob;
import static dev.caraway.server.demo.WrittenRecording.createSurface;
import static dev.caraway.server.demo.WrittenRecording.cursorMove;
import static dev.caraway.server.demo.WrittenRecording.cursorSet;
import static dev.caraway.server.demo.WrittenRecording.destroySurface;
import static dev.caraway.server.demo.WrittenRecording.drawing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.cursor.CursorType;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawStroke;
import dev.caraway.protocol.display.draw.DrawText;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.GlyphString;
import dev.caraway.protocol.display.draw.LineAttributes;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RasterGlyph;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Path;
import dev.caraway.protocol.geometry.PathSegment;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.geometry.PointFix;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.geometry.Transform;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CursorShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class RecordingReaderTest {

    private static final DrawBase BASE = new DrawBase(0, new Rect(2, 1, 6, 3), Clip.NONE);
    private static final Rect AREA = new Rect(0, 0, 2, 1);
    private static final String SOURCE = IMAGE + "rect src_area 0 0 1 2\n";
    private static final byte[] WRONG_BYTES = {0, '\n', ':', '9', '-', (byte) 0xff};
    private static final SolidBrush BLUE = new SolidBrush(0xff0000ffL);
    private static final Image PIXELS = new Image(
            new ImageDescriptor(-1, ImageDescriptor.CACHE_ME, 2, 1),
            new BitmapData(BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, 2, 1, 8, null, ascii("abcdefgh")));
    private static final Image BITS = new Image(
            new ImageDescriptor(7, 0, 8, 1),
            new BitmapData(BitmapFormat.ONE_BIT_BE, 0, 8, 1, 1, new Palette(9, List.of(0, -1)), ascii("x")));

    @Test
    void deviceEventsMakeAndEndSurfaces() throws IOException {
        assertThat(read(
                        "event 0 1 16 1\nevent 4 1 19 1\n",
                        PRIMARY,
                        "event 1 1 2 1\nevent 2 1 21 1\nevent 3 1 28 1\nevent 3 1 30 1\n"))
                .containsExactly(
                        new RecordedEvent.DestroySurfaces(),
                        new RecordedEvent.CreatePrimary(8, 4, SurfaceFormat.XRGB_32, null),
                        new RecordedEvent.DestroyPrimary(),
                        new RecordedEvent.DestroySurfaces(),
                        new RecordedEvent.DestroyPrimary());
    }

    @Test
    void keptMemoryOfThePrimaryBeginsWithTheLastRowIfTheStrideIsNegative() throws IOException {
        String kept = "event 5 1 29 1\n1 2 %d 32\n0 1 1 0\n" + blob("data", "abcd....efgh....");
        assertThat(read(kept.replace("%d", "-8")))
                .containsExactly(new RecordedEvent.CreatePrimary(1, 2, SurfaceFormat.XRGB_32, ascii("efghabcd")));
        assertThat(read(kept.replace("%d", "8")))
                .containsExactly(new RecordedEvent.CreatePrimary(1, 2, SurfaceFormat.XRGB_32, ascii("abcdefgh")));
    }

    @Test
    void surfaceCommandsMakeAndEndSurfaces() throws IOException {
        assertThat(read(
                        createSurface(1023, 2, 1, -8, ""),
                        createSurface(3, 1, 2, -4, compressedBlob("data", "abcdefgh")),
                        destroySurface(1023)))
                .containsExactly(
                        new RecordedEvent.CreateSurface(1023, 2, 1, SurfaceFormat.ARGB_32, null),
                        new RecordedEvent.CreateSurface(3, 1, 2, SurfaceFormat.ARGB_32, ascii("efghabcd")),
                        new RecordedEvent.DestroySurface(1023));
    }

    @Test
    void cursorCommandsSetMoveHideAndTrail() throws IOException {
        CursorShape shape = new CursorShape(6, CursorType.ALPHA, 1, 1, 0, 0, ascii("bgra"));
        assertThat(read(
                        cursorSet(1),
                        cursorMove(-1, 700),
                        "event 1 0 3 1\ncursor_cmd\ntype 2\n",
                        "event 1 0 3 1\ncursor_cmd\ntype 3\nu.trail.length 2\nu.trail.frequency 9\n"))
                .containsExactly(
                        new RecordedEvent.CursorSet(-3, 4, true, shape),
                        new RecordedEvent.CursorMove(-1, 700),
                        new RecordedEvent.CursorHide(),
                        new RecordedEvent.CursorTrail(2, 9));
    }

    @Test
    void updatesAndMessagesAreNoEvents() throws IOException {
        assertThat(read(
                        "event 1 0 2 1\nupdate\nrect area 0 0 1 1\nupdate_id 4\nsurface_id 0\n",
                        "event 2 0 4 1\n" + blob("message", "event 3 0 3 1\n"),
                        "event 3 0 0 1\n",
                        drawing(0, "")))
                .containsExactly(new RecordedEvent.DrawNothing());
    }

    @Test
    void fillHasABrushAndAMask() throws IOException {
        String mask = "flags 1\npoint 3 4\n" + BIT_IMAGE;
        assertThat(drawn(1, SOLID + "rop_descriptor 8\n" + mask))
                .isEqualTo(new DrawFill(BASE, BLUE, 8, new Mask(1, new Point(3, 4), BITS)));
        assertThat(drawn(1, "type 2\n" + BIT_IMAGE + "point 5 6\nrop_descriptor 8\n" + NO_MASK))
                .isEqualTo(new DrawFill(BASE, new PatternBrush(BITS, new Point(5, 6)), 8, Mask.NONE));
    }

    @Test
    void operationsWithASourceHaveItsArea() throws IOException {
        String end = "rop_descriptor 64\nscale_mode 1\n" + NO_MASK;
        assertThat(drawn(2, SOURCE + SOLID + end))
                .isEqualTo(new DrawOpaque(BASE, PIXELS, AREA, BLUE, 64, ScaleMode.NEAREST, Mask.NONE));
        assertThat(drawn(3, SOURCE + end))
                .isEqualTo(new DrawCopy(BASE, PIXELS, AREA, 64, ScaleMode.NEAREST, Mask.NONE));
        assertThat(drawn(5, SOURCE + end))
                .isEqualTo(new DrawBlend(BASE, PIXELS, AREA, 64, ScaleMode.NEAREST, Mask.NONE));
        assertThat(drawn(9, SOURCE + SOLID + "rop3 204\nscale_mode 0\n" + NO_MASK))
                .isEqualTo(new DrawRop3(BASE, PIXELS, AREA, BLUE, 204, ScaleMode.INTERPOLATE, Mask.NONE));
        assertThat(drawn(12, SOURCE + "src_color 16711935\ntrue_color -1\n"))
                .isEqualTo(new DrawTransparent(BASE, PIXELS, AREA, 0xff00ff, 0xffff_ffffL));
        assertThat(drawn(13, "alpha_flags 1\nalpha 200\n" + SOURCE))
                .isEqualTo(new DrawAlphaBlend(BASE, 1, 200, PIXELS, AREA));
    }

    @Test
    void operationsWithoutASourceHaveAMaskOrNothing() throws IOException {
        assertThat(drawn(6, NO_MASK)).isEqualTo(new DrawBlackness(BASE, Mask.NONE));
        assertThat(drawn(7, NO_MASK)).isEqualTo(new DrawWhiteness(BASE, Mask.NONE));
        assertThat(drawn(8, NO_MASK)).isEqualTo(new DrawInvers(BASE, Mask.NONE));
        assertThat(drawn(4, "point 1 0\n")).isEqualTo(new CopyBits(BASE, new Point(1, 0)));
    }

    @Test
    void strokeHasItsPathAndItsStyle() throws IOException {
        String path = "data_chunks 0 24\n" + blob("path", "\3\0\0\0\2\0\0\0\20\0\0\0\40\0\0\0\60\0\0\0\100\0\0\0");
        PathSegment segment = new PathSegment(3, List.of(new PointFix(16, 32), new PointFix(48, 64)));
        String end = SOLID + "fore_mode 8\nback_mode 0\n";
        assertThat(drawn(10, path + "attr.flags 8\nattr.style_nseg 1\n" + blob("style", "\7\0\0\0") + end))
                .isEqualTo(new DrawStroke(
                        BASE, new Path(List.of(segment)), new LineAttributes(8, List.of(7)), BLUE, 8, 0));
        assertThat(drawn(10, path + "attr.flags 0\n" + end))
                .isEqualTo(new DrawStroke(BASE, new Path(List.of(segment)), LineAttributes.SOLID, BLUE, 8, 0));
    }

    @Test
    void textHasItsGlyphs() throws IOException {
        String glyph = "\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\11\0\1\0AB";
        assertThat(drawn(
                        11,
                        "data_size 22\nlength 1\nflags 1\ndata_chunks 0 22\n" + blob("string", glyph)
                                + "rect back_area 0 0 0 0\n" + SOLID + "type 0\nfore_mode 8\nback_mode 0\n"))
                .isInstanceOfSatisfying(
                        DrawText.class,
                        text -> assertThat(text.string())
                                .isEqualTo(new GlyphString(
                                        GlyphString.RASTER_A1,
                                        List.of(new RasterGlyph(
                                                new Point(1, 2), new Point(3, 4), 9, 1, ascii("AB"))))));
    }

    @Test
    void compositeHasTheOptionalPartsThatItHas() throws IOException {
        String transform = blob("transform", "\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5\0\0\0\6\0\0\0");
        assertThat(drawn(
                        14,
                        "flags 3\n" + IMAGE + "src_transform 1\n" + transform + "mask 1\n" + BIT_IMAGE
                                + "mask_transform 0\nsrc_origin 1 -2\nmask_origin 3 4\n"))
                .isEqualTo(new DrawComposite(
                        BASE,
                        3 | DrawComposite.HAS_MASK | DrawComposite.HAS_SRC_TRANSFORM,
                        PIXELS,
                        BITS,
                        new Transform(1, 2, 3, 4, 5, 6),
                        null,
                        new Point16(1, -2),
                        new Point16(3, 4)));
    }

    @Test
    void flagsOfASurfaceImageAreIgnored() throws IOException {
        DrawMessage drawable =
                drawn(3, SURFACE_IMAGE + "rect src_area 0 0 1 2\nrop_descriptor 8\nscale_mode 0\n" + NO_MASK);
        assertThat(drawable.images()).containsExactly(new Image(new ImageDescriptor(3, 0, 0, 0), new SurfaceData(5)));
    }

    @Test
    void quicImageKeepsItsData() throws IOException {
        String quic = """
                image 1
                descriptor.id 3
                descriptor.type 1
                descriptor.flags 0
                descriptor.width 2
                descriptor.height 1
                quic.data_size 4
                data_chunks 0 4
                """ + blob("quic.data", "QUIC");
        assertThat(drawn(12, quic + "rect src_area 0 0 1 2\nsrc_color 0\ntrue_color 0\n")
                        .images())
                .containsExactly(new Image(new ImageDescriptor(3, 0, 2, 1), new QuicData(ascii("QUIC"))));
    }

    @Test
    void sourceLeftOutIsTheTargetsOwnPixels() throws IOException {
        String operation = NO_IMAGE + "rect src_area 0 1 2 3\nrop_descriptor 8\nscale_mode 0\n" + NO_MASK;
        DrawBase onSurface = new DrawBase(6, BASE.box(), Clip.NONE);
        Image own = new Image(new ImageDescriptor(0, 0, 4, 2), new SurfaceData(6));
        assertThat(read(drawing("type 0\n", 1, 6, 3, operation)))
                .containsExactly(new RecordedEvent.Draw(
                        new DrawCopy(onSurface, own, new Rect(3, 1, 5, 3), 8, ScaleMode.INTERPOLATE, Mask.NONE)));
    }

    @Test
    void clipHasItsRectangles() throws IOException {
        String clip =
                "type 1\nnum_rects 1\ndata_chunks 0 16\n" + blob("clip_rects", "\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0");
        assertThat(read(drawing(clip, 0, 0, 6, NO_MASK)))
                .containsExactly(new RecordedEvent.Draw(new DrawBlackness(
                        new DrawBase(0, BASE.box(), new ClipRects(List.of(new Rect(2, 1, 4, 3)))), Mask.NONE)));
    }

    @Test
    void senselessCommandIsToldAndTheNextOneIsRead() throws IOException {
        String noSource = NO_IMAGE + "rect src_area 0 0 1 2\nrop_descriptor 8\nscale_mode 0\n" + NO_MASK;
        assertThat(read(
                        drawing("type 0\n", 0, 1024, 3, COPY_OF_IMAGE),
                        drawing(3, noSource),
                        drawing(1, "type 9\nrop_descriptor 8\n" + NO_MASK),
                        cursorMove(1, 2)))
                .containsExactly(
                        new RecordedEvent.Unusable("drawing operation 3", "surface id: expected 0 to 1023, got 1024"),
                        new RecordedEvent.Unusable("drawing operation 3", "source image: expected one"),
                        new RecordedEvent.Unusable("drawing operation 1", "brush type 9: expected 0 to 2"),
                        new RecordedEvent.CursorMove(1, 2));
    }

    @Test
    void brokenRecordingIsRefusedWithItsNameAndEvent() {
        assertBroken("r.rec: event 11: 'point16 1': expected ' '", "event 11 0 3 5\ncursor_cmd\ntype 1\npoint16 1\n");
        assertBroken("r.rec: event 11: 'tipe 1': expected 'type'", "event 11 0 3 5\ncursor_cmd\ntipe 1\n");
        assertBroken("r.rec: event 9: 'type 15': expected a drawing operation 0 to 14", drawing(15, ""));
        assertBroken("r.rec: event -1: 'EVENT': expected 'event'", "EVENT\n");
        assertBroken(
                "r.rec: event 5: 'binary 0 data 268435457': expected 0 to 268435456 bytes",
                "event 5 1 20 100\n8 4 -32 32\n0 1 0 0\nbinary 0 data 268435457:");
        assertBroken(
                "r.rec: event 9: 'qp.num_ents 257': expected 0 to 256",
                drawing(1, "type 2\n" + BIT_IMAGE.replace("num_ents 2", "num_ents 257")));
        assertBroken(
                "r.rec: event 2: '99999999999999999999 1 1 1': expected 64 bits",
                "event 2 1 20 1\n99999999999999999999 1 1 1\n");
        assertBroken(
                "r.rec: event 12: zlib data: expected 8 bytes, got 4",
                createSurface(3, 1, 2, 4, compressedBlob("data", "abcd").replace("data 4:", "data 8:")));
    }

    @Test
    void fileThatIsNoRecordingIsRefused() {
        assertThatThrownBy(() -> new RecordingReader("x", new ByteArrayInputStream(new byte[4096])))
                .isInstanceOf(RecordingException.class)
                .hasMessageStartingWith("x: expected a recording (SPICE_REPLAY 1), got '")
                .hasMessageEndingWith("expected a line's end");
        assertThatThrownBy(() -> new RecordingReader("x", new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(RecordingException.class)
                .hasMessage("x: expected a recording (SPICE_REPLAY 1), got nothing more");
    }

    @Test
    void truncatedRecordingEndsWithItsLastWholeEvent() throws IOException {
        byte[] whole = everything();
        List<RecordedEvent> all = events(whole);
        assertThat(all).hasSize(22);
        for (int length = HEADER.length(); length < whole.length; length++) {
            List<RecordedEvent> some = events(Arrays.copyOf(whole, length));
            assertThat(some).as("%d bytes", length).hasSizeLessThan(all.size());
            assertThat(some).as("%d bytes", length).isEqualTo(all.subList(0, some.size()));
        }
    }

    @Test
    void anyWrongByteIsReadOrRefusedInOneLine() {
        byte[] whole = everything();
        for (int at = HEADER.length(); at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] = WRONG_BYTES[at % WRONG_BYTES.length];
            try {
                assertThat(events(damaged)).isNotNull();
            } catch (IOException e) {
                assertThat(e)
                        .isInstanceOf(RecordingException.class)
                        .message()
                        .startsWith("r.rec: event ")
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void truncatedXzEndsOrIsRefusedInOneLine() throws IOException {
        byte[] whole = everything();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(0))) {
            out.write(whole);
        }
        byte[] xz = packed.toByteArray();
        List<RecordedEvent> all = events(whole);
        assertThat(events(xz)).isEqualTo(all);
        for (int length = 6; length < xz.length; length++) {
            try {
                List<RecordedEvent> some = events(Arrays.copyOf(xz, length));
                assertThat(some).isEqualTo(all.subList(0, some.size()));
            } catch (RecordingException e) {
                assertThat(e).hasMessageContaining("expected a recording (SPICE_REPLAY 1)");
            }
        }
    }

    private static byte[] everything() {
        String source = SOURCE + "rop_descriptor 8\nscale_mode 0\n" + NO_MASK;
        String brushed = SOURCE + SOLID + "rop_descriptor 8\nscale_mode 0\n" + NO_MASK;
        String transform = blob("transform", "t".repeat(24));
        String path = "data_chunks 0 16\n" + blob("path", "\3\0\0\0\1\0\0\0\20\0\0\0\40\0\0\0");
        return bytes(
                PRIMARY,
                createSurface(5, 1, 2, 4, compressedBlob("data", "abcdefgh")),
                drawing(0, ""),
                drawing(
                        "type 1\nnum_rects 1\ndata_chunks 0 16\n" + blob("clip_rects", "\0".repeat(16)),
                        0,
                        0,
                        1,
                        SOLID + "rop_descriptor 8\nflags 1\npoint 3 4\n" + BIT_IMAGE),
                drawing(2, brushed),
                drawing(3, source),
                drawing(3, SURFACE_IMAGE + "rect src_area 0 0 1 2\nrop_descriptor 8\nscale_mode 0\n" + NO_MASK),
                drawing(4, "point 1 0\n"),
                drawing(5, source),
                drawing(6, NO_MASK),
                drawing(7, NO_MASK),
                drawing(8, NO_MASK),
                drawing(9, SOURCE + SOLID + "rop3 204\nscale_mode 0\n" + NO_MASK),
                drawing(
                        10,
                        path + "attr.flags 8\nattr.style_nseg 1\n" + blob("style", "\7\0\0\0") + SOLID
                                + "fore_mode 8\nback_mode 0\n"),
                drawing(
                        11,
                        "data_size 22\nlength 1\nflags 1\ndata_chunks 0 22\n"
                                + blob("string", "\0".repeat(16) + "\11\0\1\0AB") + "rect back_area 0 0 0 0\n" + SOLID
                                + "type 0\nfore_mode 8\nback_mode 0\n"),
                drawing(12, SOURCE + "src_color 16711935\ntrue_color -1\n"),
                drawing(13, "alpha_flags 1\nalpha 200\n" + SOURCE),
                drawing(
                        14,
                        "flags 3\n" + IMAGE + "src_transform 1\n" + transform + "mask 1\n" + BIT_IMAGE
                                + "mask_transform 1\n" + transform + "src_origin 1 -2\nmask_origin 3 4\n"),
                cursorSet(1),
                cursorMove(1, 2),
                destroySurface(5),
                "event 2 1 21 1\n");
    }

    private static DrawMessage drawn(int type, String operation) throws IOException {
        List<RecordedEvent> events = read(drawing(type, operation), drawing(0, ""));
        assertThat(events).hasSize(2).element(0).isInstanceOf(RecordedEvent.Draw.class);
        return ((RecordedEvent.Draw) events.get(0)).drawable();
    }

    private static void assertBroken(String message, String event) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOf(RecordingException.class)
                .hasMessage(message);
    }

    private static List<RecordedEvent> read(String... events) throws IOException {
        return events(bytes(events));
    }

    private static List<RecordedEvent> events(byte[] recording) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader("r.rec", new ByteArrayInputStream(recording))) {
            for (Optional<RecordedEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                events.add(event.get());
            }
        }
        return events;
    }

    private static Bytes ascii(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
