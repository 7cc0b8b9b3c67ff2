/** Software rendering of drawing operations into rasters. */
@NullMarked
package dev.caraway.server.render;

import org.jspecify.annotations.NullMarked;
