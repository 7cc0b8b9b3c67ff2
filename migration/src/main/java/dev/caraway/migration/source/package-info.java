/** The source server's machine: from connect request to the last client gone. */
@NullMarked
package dev.caraway.migration.source;

import org.jspecify.annotations.NullMarked;
