/** Measures of an image that predict which codec wins. */
@NullMarked
package dev.caraway.codecs.analysis;

import org.jspecify.annotations.NullMarked;
