/** Choosing a codec, running it on workers, the GLZ lane. */
@NullMarked
package dev.caraway.server.compression;

import org.jspecify.annotations.NullMarked;
