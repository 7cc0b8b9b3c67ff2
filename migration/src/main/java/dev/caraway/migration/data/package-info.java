/**
 * The migrate-data blobs, versioned, encode and decode.
 *
 * <p>{@code docs/wire/migrate-data.md} has the layouts.
 */
@NullMarked
package dev.caraway.migration.data;

import org.jspecify.annotations.NullMarked;
