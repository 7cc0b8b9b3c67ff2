/** {@code MigrationMode} (switch-host, semi-seamless, seamless), the protocol version, steps and verdicts. */
@NullMarked
package dev.caraway.migration;

import org.jspecify.annotations.NullMarked;
