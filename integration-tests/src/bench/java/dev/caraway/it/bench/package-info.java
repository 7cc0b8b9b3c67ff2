/** Guests that only the benchmarks need. */
@NullMarked
package dev.caraway.it.bench;

import org.jspecify.annotations.NullMarked;
