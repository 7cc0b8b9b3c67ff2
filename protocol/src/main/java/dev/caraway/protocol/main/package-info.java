/** Main channel: init, mouse mode, agent tunnel, migration signalling. */
@NullMarked
package dev.caraway.protocol.main;

import org.jspecify.annotations.NullMarked;
