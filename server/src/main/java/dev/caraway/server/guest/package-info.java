/**
 * Interfaces the embedding machine implements: display source, inputs, audio, char devices, migration listener.
 *
 * <p>Callbacks arrive on the server's loop and must return quickly; what the guest calls may be called from any thread.
 */
@NullMarked
package dev.caraway.server.guest;

import org.jspecify.annotations.NullMarked;
