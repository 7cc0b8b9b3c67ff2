/** Mirrors of the client's pixmap, palette and cursor caches. */
@NullMarked
package dev.caraway.server.cache;

import org.jspecify.annotations.NullMarked;
