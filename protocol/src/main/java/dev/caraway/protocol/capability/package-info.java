/** Capability bits, common and by channel. */
@NullMarked
package dev.caraway.protocol.capability;

import org.jspecify.annotations.NullMarked;
