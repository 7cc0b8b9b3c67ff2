/**
 * Little-endian reader and writer over byte[] (VarHandles; 5 times faster than a direct ByteBuf here), out-of-line
 * pointers, {@code Bytes}, {@code WireException}.
 */
@NullMarked
package dev.caraway.protocol.wire;

import org.jspecify.annotations.NullMarked;
