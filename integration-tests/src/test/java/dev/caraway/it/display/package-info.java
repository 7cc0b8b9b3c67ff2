/** The story of the picture: what a guest shows is what clients have. */
@NullMarked
package dev.caraway.it.display;

import org.jspecify.annotations.NullMarked;
