/** What every channel says: ping, ack window, migrate, migrate data, wait-for-channels, notify. */
@NullMarked
package dev.caraway.protocol.base;

import org.jspecify.annotations.NullMarked;
