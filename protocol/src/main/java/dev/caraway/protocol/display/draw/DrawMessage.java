package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.image.Image;
import java.util.List;
import java.util.function.UnaryOperator;

/** A drawing operation. */
public sealed interface DrawMessage extends ServerMessage
        permits CopyBits,
                DrawFill,
                DrawOpaque,
                DrawCopy,
                DrawBlend,
                DrawBlackness,
                DrawWhiteness,
                DrawInvers,
                DrawRop3,
                DrawStroke,
                DrawText,
                DrawTransparent,
                DrawAlphaBlend,
                DrawComposite {

    /** Where it draws. */
    DrawBase base();

    /** Every image in it, in wire order: source, brush pattern, mask. */
    List<Image> images();

    /** The same operation with each of its {@link #images} replaced, asked for in their order. */
    DrawMessage withImages(UnaryOperator<Image> replace);
}
