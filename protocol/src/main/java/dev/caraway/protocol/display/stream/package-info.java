/** Video stream create, data, clip and destroy. */
@NullMarked
package dev.caraway.protocol.display.stream;

import org.jspecify.annotations.NullMarked;
