/** Display channel: surfaces, monitors config, cache invalidation, and all the client says (init, stream reports, preferences). */
@NullMarked
package dev.caraway.protocol.display;

import org.jspecify.annotations.NullMarked;
