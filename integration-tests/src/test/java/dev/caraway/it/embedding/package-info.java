/** The story of the embedder: starting, sharing and closing servers in one process. */
@NullMarked
package dev.caraway.it.embedding;

import org.jspecify.annotations.NullMarked;
