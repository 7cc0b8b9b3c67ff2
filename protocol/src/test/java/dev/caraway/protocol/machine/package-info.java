/** Transition tables of pure machines, for the tests of the modules above. */
@NullMarked
package dev.caraway.protocol.machine;

import org.jspecify.annotations.NullMarked;
