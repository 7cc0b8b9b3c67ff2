/** The QMP port: framing, commands, events; drives the public face. */
@NullMarked
package dev.caraway.server.control;

import org.jspecify.annotations.NullMarked;
