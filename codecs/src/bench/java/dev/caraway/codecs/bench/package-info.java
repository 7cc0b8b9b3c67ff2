/** How fast each codec is and how much smaller it makes pictures, beside the C codecs that it stands in for. */
@NullMarked
package dev.caraway.codecs.bench;

import org.jspecify.annotations.NullMarked;
