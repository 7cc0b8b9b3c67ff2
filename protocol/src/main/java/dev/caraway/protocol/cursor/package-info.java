/** Cursor shapes and movement. */
@NullMarked
package dev.caraway.protocol.cursor;

import org.jspecify.annotations.NullMarked;
