/** A scripted SPICE client built on protocol and codecs: what a real client does, step by step. */
@NullMarked
package dev.caraway.it.client;

import org.jspecify.annotations.NullMarked;
