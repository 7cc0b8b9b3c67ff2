/** The link handshake machine, tickets, the authenticators. */
@NullMarked
package dev.caraway.server.link;

import org.jspecify.annotations.NullMarked;
