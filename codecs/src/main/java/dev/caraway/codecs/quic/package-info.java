/** SPICE QUIC image compression (not the transport). */
@NullMarked
package dev.caraway.codecs.quic;

import org.jspecify.annotations.NullMarked;
