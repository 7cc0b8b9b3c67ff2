/** LZ4 image framing. */
@NullMarked
package dev.caraway.codecs.lz4;

import org.jspecify.annotations.NullMarked;
