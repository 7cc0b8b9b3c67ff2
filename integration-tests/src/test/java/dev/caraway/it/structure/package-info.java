/** The layer test and the tidy test: what the code map promises, checked. */
@NullMarked
package dev.caraway.it.structure;

import org.jspecify.annotations.NullMarked;
