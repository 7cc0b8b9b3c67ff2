/** Runs the effects of the migration machines; takes and applies snapshots. */
@NullMarked
package dev.caraway.server.migration;

import org.jspecify.annotations.NullMarked;
