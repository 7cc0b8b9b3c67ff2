/** Keys, modifiers, motion, buttons. */
@NullMarked
package dev.caraway.protocol.inputs;

import org.jspecify.annotations.NullMarked;
