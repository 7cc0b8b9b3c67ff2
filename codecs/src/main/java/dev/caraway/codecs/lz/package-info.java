/** SPICE LZ: encoder, decoder, header. */
@NullMarked
package dev.caraway.codecs.lz;

import org.jspecify.annotations.NullMarked;
