/** JPEG and JPEG-with-alpha. */
@NullMarked
package dev.caraway.codecs.jpeg;

import org.jspecify.annotations.NullMarked;
