/** One channel's machine at the source: migrate, flush mark, migrate data. */
@NullMarked
package dev.caraway.migration.handover;

import org.jspecify.annotations.NullMarked;
