/**
 * A small but whole virtual machine that shows how a monitor embeds Caraway.
 *
 * <p>{@link dev.caraway.it.monitor.Board} is the machine and knows nothing of SPICE; {@link
 * dev.caraway.it.monitor.BoardGuest} is the monitor around it and uses the public face of the server alone, as {@code
 * docs/guides/embedding.md} tells. Nothing here is a test but the classes named so.
 */
@NullMarked
package dev.caraway.it.monitor;

import org.jspecify.annotations.NullMarked;
