package dev.caraway.protocol.image;

/** A palette that the client holds in its palette cache. */
public record CachedPalette(long unique) implements PaletteSource {}
