/** The story of linking: who gets in, who does not, and what they are told. */
@NullMarked
package dev.caraway.it.link;

import org.jspecify.annotations.NullMarked;
