/** The story of keys and pointer: what clients do is what the guest is told. */
@NullMarked
package dev.caraway.it.inputs;

import org.jspecify.annotations.NullMarked;
