/** Fake guests, servers on free ports, and waiting. */
@NullMarked
package dev.caraway.it.harness;

import org.jspecify.annotations.NullMarked;
