/** Stream encoders: MJPEG. */
@NullMarked
package dev.caraway.codecs.video;

import org.jspecify.annotations.NullMarked;
