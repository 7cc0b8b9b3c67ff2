/**
 * Finding video in drawables and pacing it.
 *
 * <p>{@link StreamDetector} watches what the guest draws and says what is a {@link VideoStream}: one detector for each
 * display channel. {@link ClientVideoStreams} is what one client has of them: its messages, its clips, and for each
 * stream a {@link MjpegRateControl} and a {@link FrameSchedule}. Nothing here reads a clock, sends, or waits: times come
 * in as milliseconds of the loop's clock, and what is to be sent comes out as messages. On the loop only.
 *
 * <p>A frame that a guest has compressed itself needs no second way: it is a {@link FrameSource} that returns what it
 * has, whatever quality it is asked for.
 */
@NullMarked
package dev.caraway.server.video;

import org.jspecify.annotations.NullMarked;
