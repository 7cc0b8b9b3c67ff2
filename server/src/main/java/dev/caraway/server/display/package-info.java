/** One SPICE channel each; they never import one another. */
@NullMarked
package dev.caraway.server.display;

import org.jspecify.annotations.NullMarked;
