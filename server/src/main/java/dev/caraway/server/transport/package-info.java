/** Netty: bootstrap, TLS, framing handlers, outboxes; the only package that sees a socket. */
@NullMarked
package dev.caraway.server.transport;

import org.jspecify.annotations.NullMarked;
