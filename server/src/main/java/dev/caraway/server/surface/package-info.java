/** Surfaces, drawables and the occlusion tree. */
@NullMarked
package dev.caraway.server.surface;

import org.jspecify.annotations.NullMarked;
