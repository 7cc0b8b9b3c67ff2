/** The GLZ dictionary, its encoder and decoder, the zlib wrap, and its migration snapshot. */
@NullMarked
package dev.caraway.codecs.glz;

import org.jspecify.annotations.NullMarked;
