/**
 * The migrate stream's frames, versioned, and their order.
 *
 * <p>{@code docs/wire/migrate-stream.md} has the layouts.
 */
@NullMarked
package dev.caraway.migration.stream;

import org.jspecify.annotations.NullMarked;
