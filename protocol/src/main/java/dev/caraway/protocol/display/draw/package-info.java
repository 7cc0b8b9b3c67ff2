/** The drawing operations with brush, mask, path and string. */
@NullMarked
package dev.caraway.protocol.display.draw;

import org.jspecify.annotations.NullMarked;
