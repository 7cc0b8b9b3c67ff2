/** Image descriptors, image payloads, bitmap formats, palettes. */
@NullMarked
package dev.caraway.protocol.image;

import org.jspecify.annotations.NullMarked;
