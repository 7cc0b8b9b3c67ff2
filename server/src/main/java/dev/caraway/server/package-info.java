/**
 * {@code SpiceServer}, its builder and options: with {@code server.guest} the whole public face, and all the wiring.
 */
@NullMarked
package dev.caraway.server;

import org.jspecify.annotations.NullMarked;
