package dev.caraway.protocol.image;

/** Where the colours of an indexed image are: with it, or in the client's palette cache. */
public sealed interface PaletteSource permits Palette, CachedPalette {

    /** What the palette cache knows the palette by. */
    long unique();
}
