/**
 * The built-in guests: desktop and replay; users of the public face like anyone else.
 *
 * <p>They see a server as an embedder does: through {@code server} and {@code server.guest} alone.
 */
@NullMarked
package dev.caraway.server.demo;

import org.jspecify.annotations.NullMarked;
