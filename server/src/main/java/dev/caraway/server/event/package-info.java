/** Every observable event and counter, declared once. */
@NullMarked
package dev.caraway.server.event;

import org.jspecify.annotations.NullMarked;
