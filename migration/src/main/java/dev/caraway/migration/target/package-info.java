/** One client's machine at the target: pending links, seamless handshake, awaited channels. */
@NullMarked
package dev.caraway.migration.target;

import org.jspecify.annotations.NullMarked;
