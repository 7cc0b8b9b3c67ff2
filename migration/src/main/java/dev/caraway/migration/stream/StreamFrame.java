package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Encodable;

/** What one host says to the other in the migrate stream. An existing frame is a legal one. */
public sealed interface StreamFrame extends Encodable permits SourceFrame, TargetFrame {}
