/** {@code ChannelType}, {@code ChannelId}, {@code Limits}: the few names every other package uses. */
@NullMarked
package dev.caraway.protocol;

import org.jspecify.annotations.NullMarked;
