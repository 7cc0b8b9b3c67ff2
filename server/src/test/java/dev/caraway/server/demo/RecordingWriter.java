package dev.caraway.server.demo;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.Brush;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
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
import dev.caraway.protocol.display.draw.LineAttributes;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.geometry.Transform;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes drawing commands as libspice-server records them, uncompressed; what {@link RecordingReader} reads. */
public final class RecordingWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int events;

    public RecordingWriter() {
        text(WrittenRecording.HEADER);
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /** A primary surface of 32 bits without alpha, all zeros. */
    public void createPrimary(int width, int height) {
        event(1, 20);
        line(width, height, -4 * width, 32);
        line(0, 1, 0, 0);
        blob("data", new byte[4 * width * height]);
    }

    public void createSurface(int surfaceId, int width, int height, SurfaceFormat format) {
        event(0, 5);
        text("surface_cmd\n");
        line("surface_id", surfaceId);
        line("type", 0);
        line("flags", 0);
        line("u.surface_create.format", format.code());
        line("u.surface_create.width", width);
        line("u.surface_create.height", height);
        line("u.surface_create.stride", 4 * width);
    }

    public void draw(DrawMessage drawable) {
        event(0, 1);
        text("drawable\n");
        rect("bbox", drawable.base().box());
        clip(drawable);
        line("effect", 1);
        line("mm_time", 0);
        line("self_bitmap", 0);
        rect("self_bitmap_area", Rect.EMPTY);
        line("surface_id", drawable.base().surfaceId());
        List<Integer> read = surfaces(drawable);
        for (int i = 0; i < 3; i++) {
            line("surfaces_dest", i < read.size() ? read.get(i) : -1);
            rect("surfaces_rects", i < read.size() ? new Rect(0, 0, 64, 64) : Rect.EMPTY);
        }
        operation(drawable);
    }

    private static List<Integer> surfaces(DrawMessage drawable) {
        List<Integer> ids = new ArrayList<>();
        for (Image image : drawable.images()) {
            if (image.data() instanceof SurfaceData surface && !ids.contains(surface.surfaceId())) {
                ids.add(surface.surfaceId());
            }
        }
        return ids;
    }

    private void operation(DrawMessage drawable) {
        if (drawable instanceof DrawFill fill) {
            line("type", 1);
            brush(fill.brush());
            line("rop_descriptor", fill.ropDescriptor());
            mask(fill.mask());
        } else if (drawable instanceof DrawOpaque opaque) {
            line("type", 2);
            source(opaque.source(), opaque.sourceArea());
            brush(opaque.brush());
            line("rop_descriptor", opaque.ropDescriptor());
            line("scale_mode", opaque.scaleMode().code());
            mask(opaque.mask());
        } else if (drawable instanceof DrawCopy copy) {
            line("type", 3);
            source(copy.source(), copy.sourceArea());
            line("rop_descriptor", copy.ropDescriptor());
            line("scale_mode", copy.scaleMode().code());
            mask(copy.mask());
        } else if (drawable instanceof CopyBits move) {
            line("type", 4);
            point(move.sourcePosition());
        } else if (drawable instanceof DrawBlend blend) {
            line("type", 5);
            source(blend.source(), blend.sourceArea());
            line("rop_descriptor", blend.ropDescriptor());
            line("scale_mode", blend.scaleMode().code());
            mask(blend.mask());
        } else if (drawable instanceof DrawBlackness blackness) {
            line("type", 6);
            mask(blackness.mask());
        } else if (drawable instanceof DrawWhiteness whiteness) {
            line("type", 7);
            mask(whiteness.mask());
        } else if (drawable instanceof DrawInvers invers) {
            line("type", 8);
            mask(invers.mask());
        } else if (drawable instanceof DrawRop3 rop3) {
            line("type", 9);
            source(rop3.source(), rop3.sourceArea());
            brush(rop3.brush());
            line("rop3", rop3.rop3());
            line("scale_mode", rop3.scaleMode().code());
            mask(rop3.mask());
        } else if (drawable instanceof DrawStroke stroke) {
            line("type", 10);
            stroke(stroke);
        } else if (drawable instanceof DrawText drawText) {
            line("type", 11);
            text(drawText);
        } else if (drawable instanceof DrawTransparent transparent) {
            line("type", 12);
            source(transparent.source(), transparent.sourceArea());
            line("src_color", (int) transparent.sourceColor());
            line("true_color", (int) transparent.trueColor());
        } else if (drawable instanceof DrawAlphaBlend blend) {
            line("type", 13);
            line("alpha_flags", blend.flags());
            line("alpha", blend.alpha());
            source(blend.source(), blend.sourceArea());
        } else if (drawable instanceof DrawComposite composite) {
            line("type", 14);
            composite(composite);
        }
    }

    private void stroke(DrawStroke stroke) {
        chunk(
                "path",
                bytes(path -> stroke.path().segments().forEach(segment -> {
                    path.u32(segment.flags());
                    path.u32(segment.points().size());
                    segment.points().forEach(point -> point.encode(path));
                })));
        LineAttributes attributes = stroke.attributes();
        line("attr.flags", attributes.flags());
        if ((attributes.flags() & LineAttributes.STYLED) != 0) {
            line("attr.style_nseg", attributes.style().size());
            blob("style", bytes(style -> attributes.style().forEach(style::i32)));
        }
        brush(stroke.brush());
        line("fore_mode", stroke.foreMode());
        line("back_mode", stroke.backMode());
    }

    private void text(DrawText drawText) {
        byte[] glyphs = bytes(data -> drawText.string().glyphs().forEach(glyph -> glyph.encode(data)));
        line("data_size", glyphs.length);
        line("length", drawText.string().glyphs().size());
        line("flags", drawText.string().flags());
        chunk("string", glyphs);
        rect("back_area", drawText.backArea());
        brush(drawText.foreBrush());
        brush(drawText.backBrush());
        line("fore_mode", drawText.foreMode());
        line("back_mode", drawText.backMode());
    }

    private void composite(DrawComposite composite) {
        line("flags", composite.flags());
        image(composite.source());
        transform("src_transform", composite.sourceTransform());
        Image mask = composite.mask();
        line("mask", mask == null ? 0 : 1);
        if (mask != null) {
            image(mask);
        }
        transform("mask_transform", composite.maskTransform());
        text("src_origin " + composite.sourceOrigin().x() + " "
                + composite.sourceOrigin().y() + "\n");
        text("mask_origin " + composite.maskOrigin().x() + " "
                + composite.maskOrigin().y() + "\n");
    }

    private void transform(String name, @Nullable Transform transform) {
        line(name, transform == null ? 0 : 1);
        if (transform != null) {
            blob("transform", bytes(transform));
        }
    }

    private void clip(DrawMessage drawable) {
        if (drawable.base().clip() instanceof ClipRects clip) {
            line("type", 1);
            line("num_rects", clip.rects().size());
            chunk("clip_rects", bytes(data -> clip.rects().forEach(rect -> rect.encode(data))));
        } else {
            line("type", 0);
        }
    }

    private void source(Image image, Rect area) {
        image(image);
        rect("src_area", area);
    }

    private void brush(Brush brush) {
        if (brush instanceof SolidBrush solid) {
            line("type", 1);
            line("u.color", (int) solid.color());
        } else if (brush instanceof PatternBrush pattern) {
            line("type", 2);
            image(pattern.image());
            point(pattern.position());
        } else {
            line("type", 0);
        }
    }

    private void mask(Mask mask) {
        line("flags", mask.flags());
        point(mask.position());
        Image bitmap = mask.bitmap();
        if (bitmap == null) {
            text(WrittenRecording.NO_IMAGE);
        } else {
            image(bitmap);
        }
    }

    private void image(Image image) {
        text("image 1\n");
        text("descriptor.id " + Long.toUnsignedString(image.descriptor().id()) + "\n");
        line("descriptor.type", image.data().type().code());
        line("descriptor.flags", image.descriptor().flags());
        line("descriptor.width", image.descriptor().width());
        line("descriptor.height", image.descriptor().height());
        if (image.data() instanceof SurfaceData surface) {
            line("surface_image.surface_id", surface.surfaceId());
            return;
        }
        BitmapData bitmap = (BitmapData) image.data();
        line("bitmap.format", bitmap.format().code());
        line("bitmap.flags", bitmap.flags());
        line("bitmap.x", bitmap.width());
        line("bitmap.y", bitmap.height());
        line("bitmap.stride", bitmap.stride());
        if (bitmap.palette() instanceof Palette palette) {
            line("has_palette", 1);
            line("qp.num_ents", palette.colors().size());
            text("unique " + Long.toUnsignedString(palette.unique()) + "\n");
            palette.colors().forEach(color -> line("ents", color));
        } else {
            line("has_palette", 0);
        }
        chunk("bitmap.data", bitmap.data().toArray());
    }

    private void point(Point point) {
        text("point " + point.x() + " " + point.y() + "\n");
    }

    private void rect(String name, Rect rect) {
        text("rect " + name + " " + rect.top() + " " + rect.left() + " " + rect.bottom() + " " + rect.right() + "\n");
    }

    private void event(int source, int type) {
        text("event " + ++events + " " + source + " " + type + " " + events + "\n");
    }

    private void line(String name, int number) {
        text(name + " " + number + "\n");
    }

    private void line(int a, int b, int c, int d) {
        text(a + " " + b + " " + c + " " + d + "\n");
    }

    private void chunk(String name, byte[] data) {
        text("data_chunks 0 " + data.length + "\n");
        blob(name, data);
    }

    private void blob(String name, byte[] data) {
        text("binary 0 " + name + " " + data.length + ":");
        out.writeBytes(data);
        text("\n");
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(Encodable value) {
        return SpiceWriter.encode(value).toArray();
    }
}
