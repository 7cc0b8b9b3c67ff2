/** The command line: options, start-up lines, exit codes. */
@NullMarked
package dev.caraway.server.launcher;

import org.jspecify.annotations.NullMarked;
