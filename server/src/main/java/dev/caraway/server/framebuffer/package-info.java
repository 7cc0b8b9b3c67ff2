/** What changed in a guest's frame buffer, as few drawing commands. */
@NullMarked
package dev.caraway.server.framebuffer;

import org.jspecify.annotations.NullMarked;
