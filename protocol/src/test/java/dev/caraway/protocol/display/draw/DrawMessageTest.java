package dev.caraway.protocol.display.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.Opcode;
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
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.ChangedBytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawMessageTest {

    private static final Rect BOX = new Rect(2, 3, 10, 20);
    private static final DrawBase BASE = new DrawBase(1, BOX, Clip.NONE);
    private static final DrawBase CLIPPED_BASE = new DrawBase(1, BOX, new ClipRects(List.of(new Rect(2, 3, 4, 5))));
    private static final Rect AREA = new Rect(0, 0, 2, 1);
    private static final ImageDescriptor DESCRIPTOR = new ImageDescriptor(0x11, ImageDescriptor.CACHE_ME, 2, 1);
    private static final Image LZ = new Image(DESCRIPTOR, new LzRgbData(Hex.bytes("aa bb")));
    private static final Image CACHED = new Image(DESCRIPTOR, new FromCache());
    private static final Image BITS = new Image(
            DESCRIPTOR, new BitmapData(BitmapFormat.ONE_BIT_LE, BitmapData.TOP_DOWN, 2, 1, 1, null, Hex.bytes("80")));
    private static final Mask MASK = new Mask(Mask.INVERS, new Point(-1, 2), BITS);
    private static final Brush PATTERN = new PatternBrush(CACHED, new Point(1, 2));
    private static final Transform TRANSFORM = new Transform(65536, 0, -65536, 0, 32768, 1);
    private static final Path PATH = new Path(List.of(
            new PathSegment(PathSegment.BEGIN, List.of(new PointFix(16, 24), new PointFix(-16, 0))),
            new PathSegment(PathSegment.END | PathSegment.CLOSE, List.of())));
    private static final GlyphString STRING = new GlyphString(
            GlyphString.RASTER_A1,
            List.of(
                    new RasterGlyph(new Point(3, 4), new Point(0, -5), 9, 2, Hex.bytes("01 02 03 04")),
                    new RasterGlyph(Point.ORIGIN, Point.ORIGIN, 0, 0, Hex.bytes(""))));

    static Stream<Golden<DrawMessage>> fromServerOfDrawing() {
        return Stream.of(
                Golden.of(new CopyBits(BASE, new Point(5, -1)), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        00           # clip.type
                        05 00 00 00  # src_pos.x
                        ff ff ff ff  # src_pos.y
                        """),
                Golden.of(new DrawFill(CLIPPED_BASE, new SolidBrush(0xaabbcc), RopDescriptor.OP_PUT, Mask.NONE), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        01           # clip.type
                        01 00 00 00  # num_rects
                        03 00 00 00  # rects[0].top
                        02 00 00 00  # rects[0].left
                        05 00 00 00  # rects[0].bottom
                        04 00 00 00  # rects[0].right
                        01           # brush.type
                        cc bb aa 00  # brush.color
                        08 00        # rop_descriptor
                        00           # mask.flags
                        00 00 00 00  # mask.pos.x
                        00 00 00 00  # mask.pos.y
                        00 00 00 00  # mask.bitmap
                        """),
                Golden.of(new DrawOpaque(BASE, LZ, AREA, PATTERN, RopDescriptor.OP_PUT, ScaleMode.NEAREST, MASK), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        46 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        02                       # brush.type
                        5e 00 00 00              # brush.pat
                        01 00 00 00              # brush.pos.x
                        02 00 00 00              # brush.pos.y
                        08 00                    # rop_descriptor
                        01                       # scale_mode
                        01                       # mask.flags
                        ff ff ff ff              # mask.pos.x
                        02 00 00 00              # mask.pos.y
                        70 00 00 00              # mask.bitmap
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        11 00 00 00 00 00 00 00  # id
                        67                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01                       # format
                        04                       # flags
                        02 00 00 00              # x
                        01 00 00 00              # y
                        01 00 00 00              # stride
                        00 00 00 00              # palette
                        80                       # data
                        """),
                Golden.of(new DrawCopy(BASE, LZ, AREA, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        39 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        08 00                    # rop_descriptor
                        01                       # scale_mode
                        00                       # mask.flags
                        00 00 00 00              # mask.pos.x
                        00 00 00 00              # mask.pos.y
                        00 00 00 00              # mask.bitmap
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        """),
                Golden.of(new DrawBlend(BASE, LZ, AREA, RopDescriptor.OP_PUT, ScaleMode.NEAREST, MASK), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        39 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        08 00                    # rop_descriptor
                        01                       # scale_mode
                        01                       # mask.flags
                        ff ff ff ff              # mask.pos.x
                        02 00 00 00              # mask.pos.y
                        51 00 00 00              # mask.bitmap
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01                       # format
                        04                       # flags
                        02 00 00 00              # x
                        01 00 00 00              # y
                        01 00 00 00              # stride
                        00 00 00 00              # palette
                        80                       # data
                        """),
                Golden.of(new DrawBlackness(BASE, Mask.NONE), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        00           # clip.type
                        00           # mask.flags
                        00 00 00 00  # mask.pos.x
                        00 00 00 00  # mask.pos.y
                        00 00 00 00  # mask.bitmap
                        """),
                Golden.of(new DrawWhiteness(BASE, MASK), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        01                       # mask.flags
                        ff ff ff ff              # mask.pos.x
                        02 00 00 00              # mask.pos.y
                        22 00 00 00              # mask.bitmap
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01                       # format
                        04                       # flags
                        02 00 00 00              # x
                        01 00 00 00              # y
                        01 00 00 00              # stride
                        00 00 00 00              # palette
                        80                       # data
                        """),
                Golden.of(new DrawInvers(BASE, Mask.NONE), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        00           # clip.type
                        00           # mask.flags
                        00 00 00 00  # mask.pos.x
                        00 00 00 00  # mask.pos.y
                        00 00 00 00  # mask.bitmap
                        """),
                Golden.of(new DrawRop3(BASE, LZ, AREA, PATTERN, 0xca, ScaleMode.NEAREST, Mask.NONE), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        45 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        02                       # brush.type
                        5d 00 00 00              # brush.pat
                        01 00 00 00              # brush.pos.x
                        02 00 00 00              # brush.pos.y
                        ca                       # rop3
                        01                       # scale_mode
                        00                       # mask.flags
                        00 00 00 00              # mask.pos.x
                        00 00 00 00              # mask.pos.y
                        00 00 00 00              # mask.bitmap
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        11 00 00 00 00 00 00 00  # id
                        67                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        """),
                Golden.of(
                        new DrawStroke(
                                BASE, PATH, new LineAttributes(LineAttributes.STYLED, List.of(16, 32)), PATTERN, 8, 64),
                        """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        30 00 00 00              # path
                        08                       # attr.flags
                        02                       # attr.style_nseg
                        4e 00 00 00              # attr.style
                        02                       # brush.type
                        56 00 00 00              # brush.pat
                        01 00 00 00              # brush.pos.x
                        02 00 00 00              # brush.pos.y
                        08 00                    # fore_mode
                        40 00                    # back_mode
                        02 00 00 00              # num_segments
                        01                       # segments[0].flags
                        02 00 00 00              # segments[0].count
                        10 00 00 00              # segments[0].points[0].x
                        18 00 00 00              # segments[0].points[0].y
                        f0 ff ff ff              # segments[0].points[1].x
                        00 00 00 00              # segments[0].points[1].y
                        0a                       # segments[1].flags
                        00 00 00 00              # segments[1].count
                        10 00 00 00              # style[0]
                        20 00 00 00              # style[1]
                        11 00 00 00 00 00 00 00  # id
                        67                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        """),
                Golden.of(new DrawStroke(BASE, new Path(List.of()), LineAttributes.SOLID, new NoBrush(), 8, 8), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        00           # clip.type
                        1f 00 00 00  # path
                        00           # attr.flags
                        00           # brush.type
                        08 00        # fore_mode
                        08 00        # back_mode
                        00 00 00 00  # num_segments
                        """),
                Golden.of(new DrawText(BASE, STRING, AREA, new SolidBrush(0xaabbcc), new NoBrush(), 8, 8), """
                        01 00 00 00  # surface_id
                        03 00 00 00  # box.top
                        02 00 00 00  # box.left
                        14 00 00 00  # box.bottom
                        0a 00 00 00  # box.right
                        00           # clip.type
                        33 00 00 00  # str
                        00 00 00 00  # back_area.top
                        00 00 00 00  # back_area.left
                        01 00 00 00  # back_area.bottom
                        02 00 00 00  # back_area.right
                        01           # fore_brush.type
                        cc bb aa 00  # fore_brush.color
                        00           # back_brush.type
                        08 00        # fore_mode
                        08 00        # back_mode
                        02 00        # length
                        01           # flags
                        03 00 00 00  # glyphs[0].render_pos.x
                        04 00 00 00  # glyphs[0].render_pos.y
                        00 00 00 00  # glyphs[0].glyph_origin.x
                        fb ff ff ff  # glyphs[0].glyph_origin.y
                        09 00        # glyphs[0].width
                        02 00        # glyphs[0].height
                        01 02 03 04  # glyphs[0].data
                        00 00 00 00  # glyphs[1].render_pos.x
                        00 00 00 00  # glyphs[1].render_pos.y
                        00 00 00 00  # glyphs[1].glyph_origin.x
                        00 00 00 00  # glyphs[1].glyph_origin.y
                        00 00        # glyphs[1].width
                        00 00        # glyphs[1].height
                        """),
                Golden.of(new DrawTransparent(BASE, LZ, AREA, 1, 0xffffffffL), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        31 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        01 00 00 00              # src_color
                        ff ff ff ff              # true_color
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        """),
                Golden.of(new DrawAlphaBlend(BASE, DrawAlphaBlend.SRC_SURFACE_HAS_ALPHA, 0x7f, LZ, AREA), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        02                       # alpha_flags
                        7f                       # alpha
                        2b 00 00 00              # src_bitmap
                        00 00 00 00              # src_area.top
                        00 00 00 00              # src_area.left
                        01 00 00 00              # src_area.bottom
                        02 00 00 00              # src_area.right
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        """),
                Golden.of(new DrawComposite(BASE, 3, LZ, null, null, null, new Point16(1, -1), Point16.ORIGIN), """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        03 00 00 00              # flags
                        25 00 00 00              # src_bitmap
                        01 00                    # src_origin.x
                        ff ff                    # src_origin.y
                        00 00                    # mask_origin.x
                        00 00                    # mask_origin.y
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        """),
                Golden.of(
                        new DrawComposite(
                                BASE, 0x380003, LZ, CACHED, TRANSFORM, TRANSFORM, new Point16(1, -1), Point16.ORIGIN),
                        """
                        01 00 00 00              # surface_id
                        03 00 00 00              # box.top
                        02 00 00 00              # box.left
                        14 00 00 00              # box.bottom
                        0a 00 00 00              # box.right
                        00                       # clip.type
                        03 00 38 00              # flags
                        59 00 00 00              # src_bitmap
                        71 00 00 00              # mask_bitmap
                        00 00 01 00              # src_transform.t00
                        00 00 00 00              # src_transform.t01
                        00 00 ff ff              # src_transform.t02
                        00 00 00 00              # src_transform.t10
                        00 80 00 00              # src_transform.t11
                        01 00 00 00              # src_transform.t12
                        00 00 01 00              # mask_transform.t00
                        00 00 00 00              # mask_transform.t01
                        00 00 ff ff              # mask_transform.t02
                        00 00 00 00              # mask_transform.t10
                        00 80 00 00              # mask_transform.t11
                        01 00 00 00              # mask_transform.t12
                        01 00                    # src_origin.x
                        ff ff                    # src_origin.y
                        00 00                    # mask_origin.x
                        00 00                    # mask_origin.y
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02 00 00 00              # data_size
                        aa bb                    # data
                        11 00 00 00 00 00 00 00  # id
                        67                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        """));
    }

    @ParameterizedTest
    @MethodSource("fromServerOfDrawing")
    void operationIsDrawn(Golden<DrawMessage> golden) {
        golden.verify(body -> DrawOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromServerOfDrawing")
    void anyChangedByteIsAnotherMessageOrRefused(Golden<DrawMessage> golden) {
        ChangedBytes.verify(golden, body -> DrawOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServerOfDrawing()
                        .<Class<?>>map(golden -> golden.message().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(DrawMessage.class.getPermittedSubclasses());
    }

    @Test
    void everyMessageHasOneRow() {
        assertThat(Stream.of(DrawOpcode.values()).<Class<?>>map(Opcode::message))
                .containsExactlyInAnyOrder(DrawMessage.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("fromServerOfDrawing")
    void replacementTakesThePlaceOfEveryImage(Golden<DrawMessage> golden) {
        Image replacement = new Image(DESCRIPTOR, new SurfaceData(9));
        DrawMessage message = golden.message();
        DrawMessage replaced = message.withImages(image -> replacement);
        assertThat(replaced.images()).hasSameSizeAs(message.images()).allMatch(replacement::equals);
        assertThat(replaced.base()).isEqualTo(message.base());
        assertThat(message.withImages(image -> image)).isEqualTo(message);
    }

    @Test
    void imagesComeInTheOrderOfTheWire() {
        DrawMessage opaque = new DrawOpaque(BASE, LZ, AREA, PATTERN, RopDescriptor.OP_PUT, ScaleMode.NEAREST, MASK);
        assertThat(opaque.images()).containsExactly(LZ, CACHED, BITS);
    }

    @Test
    void operationWithoutItsImageIsRefused() {
        String hex = """
                01 00 00 00                                      # surface_id
                03 00 00 00 02 00 00 00 14 00 00 00 0a 00 00 00  # box
                00                                               # clip.type
                00 00 00 00                                      # src_bitmap
                """;
        assertThatThrownBy(() -> DrawOpcode.decode(DrawOpcode.DRAW_COPY.number(), Hex.bytes(hex)))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSG_DISPLAY_DRAW_COPY.src_bitmap: expected an offset, got 0");
    }

    @Test
    void compositeWithoutTheFieldThatItsFlagsNameIsNone() {
        assertThatThrownBy(() -> new DrawComposite(
                        BASE, DrawComposite.HAS_MASK, LZ, null, null, null, Point16.ORIGIN, Point16.ORIGIN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
