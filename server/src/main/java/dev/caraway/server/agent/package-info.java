/** The agent port: chunking, tokens, the message filter. */
@NullMarked
package dev.caraway.server.agent;

import org.jspecify.annotations.NullMarked;
