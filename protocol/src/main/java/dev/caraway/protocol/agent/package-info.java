/** Guest-agent messages and their chunking. */
@NullMarked
package dev.caraway.protocol.agent;

import org.jspecify.annotations.NullMarked;
