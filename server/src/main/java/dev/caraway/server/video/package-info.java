/**
 * Finding video in drawables and pacing it.
 *
 * <p>{@link StreamDetector} watches what the guest draws and says what is a {@link VideoStream}: one detector for each
 * display channel. Nothing here reads a clock, sends, or waits: times come in as milliseconds of the loop's clock. On the
 * loop only.
 */
@NullMarked
package dev.caraway.server.video;

import org.jspecify.annotations.NullMarked;
