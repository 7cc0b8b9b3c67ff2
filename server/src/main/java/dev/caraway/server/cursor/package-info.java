/** One SPICE channel each; they never import one another. */
@NullMarked
package dev.caraway.server.cursor;

import org.jspecify.annotations.NullMarked;
