/** The pipe, pipe items, ack window, ping monitor, and the contracts a channel meets (outbox, migration participant). */
@NullMarked
package dev.caraway.server.channel;

import org.jspecify.annotations.NullMarked;
