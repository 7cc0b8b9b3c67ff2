/** One connected client: its channels, its caches, its end. */
@NullMarked
package dev.caraway.server.session;

import org.jspecify.annotations.NullMarked;
