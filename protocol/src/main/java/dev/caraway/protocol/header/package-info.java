/** The full (18-byte) and mini (6-byte) message headers and sub-message lists. */
@NullMarked
package dev.caraway.protocol.header;

import org.jspecify.annotations.NullMarked;
