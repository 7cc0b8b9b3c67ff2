/** The link exchange: header, message, reply, auth mechanism, encrypted ticket, link errors. */
@NullMarked
package dev.caraway.protocol.link;

import org.jspecify.annotations.NullMarked;
