/** {@code Raster} and {@code PixelFormat}: a borrowed view of pixels, nothing more. */
@NullMarked
package dev.caraway.codecs.pixel;

import org.jspecify.annotations.NullMarked;
