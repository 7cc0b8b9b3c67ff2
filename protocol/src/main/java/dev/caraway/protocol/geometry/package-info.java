/** Points, rectangles, clips, 28.4 fixed-point numbers. */
@NullMarked
package dev.caraway.protocol.geometry;

import org.jspecify.annotations.NullMarked;
