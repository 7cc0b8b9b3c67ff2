package dev.caraway.codecs.pixel;

/** Which row of a picture comes first in memory. */
public enum LineOrder {
    TOP_DOWN,
    BOTTOM_UP
}
